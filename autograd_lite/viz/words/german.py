"""German: der Katalog `english.CATALOGUE` in den Worten deutscher Lehrbücher."""

from typing import Final

CATALOGUE: Final = {
    "language": {
        "code": "de",
        "direction": "ltr",
        "decimal": ".",  # as the program prints numbers; a comma is one entry away
    },
    "list": {
        "separator": ", ",
        "two": "{first} und {second}",
    },
    "formula": {
        "cases": "{value} falls {condition}, sonst {other}",
        "otherwise": "sonst",
        "more": "{count} weitere",
        "more_together": "{count} weitere: {together}",
    },
    "story": {
        "given": "Gegeben: {values}.",
        "constants": "Konstanten, zu denen kein Gradient fließt: {values}.",
        "forward": "{equation}.",
        "seed": "Der Rückwärtsdurchlauf beginnt beim Ergebnis: {gradient} = 1.",
        "nothing_sent": "Alle Operanden von {name} sind Konstanten: Nichts wird weitergegeben.",
        "sent": (
            "An {operand}: ankommender Gradient {gradient} = {upstream} × lokaler Gradient "
            "{local_gradient} = {local} ergibt {product}, {arrival}."
        ),
        "sent_together": (
            "An {operands}: ankommender Gradient {gradient} = {upstream} × lokale Gradienten, "
            "Σ = {local}, ergibt Σ = {product}."
        ),
        "operands": "… {count} weiteren Operanden|… {count} weitere Operanden",
        "operands_of": (
            "{count} weiterer Operand von {name}: |{count} weitere Operanden von {name}: "
        ),
        "operand": "{name} (Operand {place})",
        "zero": "{product} (ist der ankommende Gradient 0, wird 0 weitergegeben)",
        "only": "das ist {gradient}",
        "first": "der erste von mehreren, die ankommen",
        "so_far": "bisher aufsummiert: {total}",
        "last": "aufsummiert: {gradient} = {total}",
        "result": "Der Gradient: {gradients}.",
        "no_gradient": "Zu keinem Blatt fließt ein Gradient.",
        "told_together": (
            "{count} von {all} Produkten ist zusammengefasst (max_edges={most}).|"
            "{count} von {all} Produkten sind zusammengefasst (max_edges={most})."
        ),
        "changed": (
            "Operanden von {names} wurden seit dem Vorwärtsdurchlauf geändert; gezeigt sind die "
            "Zahlen des Vorwärtsdurchlaufs, soweit er sie behalten hat. Berechne ihn neu."
        ),
        "gradients_elsewhere": (
            "Die Blätter haben Gradienten aus Rückwärtsdurchläufen, die nicht durch {name} gingen: "
            "{gradients}."
        ),
        "gradients_scaled": (
            "Der letzte Rückwärtsdurchlauf brachte {name} den Gradienten {factor} statt 1; die "
            "Blätter haben deshalb das {factor}-Fache der hier gezeigten Gradienten: {gradients}."
        ),
        "gradients_repeated": (
            "Die Blätter haben das {factor}-Fache der hier gezeigten Gradienten, wie es {factor} "
            "Rückwärtsdurchläufe ohne zero_grad() hinterlassen: {gradients}."
        ),
        "other_gradients": (
            "Bisherige Rückwärtsdurchläufe haben andere Gradienten hinterlassen: {gradients}."
        ),
    },
    "explain": {
        "node": "Knoten",
        "formula": "Formel",
        "value": "Wert",
        "upstream": "ankommend",
        "towards": "an",
        "local": "lokaler Gradient",
        "product": "Produkt",
        "accumulated": "aufsummiert",
        "given": "gegeben: {values}",
        "leaf": "gegeben",
        "where": "mit {values}",
        "together": "Durch {loss} und {activation} zusammen: {equations}.",
    },
    "derivation": {
        "heading": "Woher {gradient} = {formula} kommt",
        "known_result": "{gradient} = {formula} ist eine bekannte Ableitung.",
        "question": "Woher kommt das?",
        "notation": "Definition",
        "definition": "Definition von {about}",
        "textbook": "Definition von {about}",
        "branch": "{about} für {conditions}",
        "inverse": "wegen {about}",
        "substitution": "Substitution",
        "constant": "Ableitung einer Konstanten",
        "factor": "Faktorregel",
        "sum": "Summenregel",
        "product": "Produktregel",
        "quotient": "Quotientenregel",
        "chain": "Kettenregel",
        "power": "Potenzregel",
        "exponential": "Ableitung der Exponentialfunktion",
        "known": "bekannte Ableitung",
        "reciprocal": "Ableitung der Umkehrfunktion",
        "letters": "eingesetzt",
        "back": "zurückeingesetzt",
        "symbols": "wegen {about}",
        "recognized": "wegen {about}",
        "simplified": "vereinfacht",
        "rearranged": "umgeformt",
        "completed": "{about} addiert und wieder subtrahiert",
        "split": "Bruch aufgeteilt",
        "divided": "Zähler und Nenner durch {about} geteilt",
        "factored": "ausgeklammert",
    },
    "slides": {
        "title": "{name} und sein Gradient, Schritt für Schritt",
        "title_given": "Gegeben",
        "title_forward": "Vorwärts: {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Rückwärts: {name} → {targets}",
        "title_result": "Der Gradient",
        "no_targets": "nichts",
        "heading_given": "Die gegebenen Zahlen",
        "heading_forward": "Vorwärts durch {operation}: der Wert von {name}",
        "heading_seed": "Der Rückwärtsdurchlauf beginnt beim Ergebnis",
        "heading_backward": "Rückwärts durch {operation}: was {name} weitergibt",
        "heading_result": "Der Gradient von {name}",
        "seed": (
            "Ändert sich das Ergebnis, so ändert es sich um genau so viel: "
            "Das ist der erste ankommende Gradient."
        ),
        "constants": (
            "{names} ist eine Konstante: Zu ihr fließt kein Gradient.|"
            "{names} sind Konstanten: Zu ihnen fließt kein Gradient."
        ),
        "more": "… ({count} weitere)",
        "to": "an",
        "upstream": "ankommender Gradient",
        "local": "lokaler Gradient",
        "downstream": "weitergegebener Gradient",
        "value": "Wert",
        "gradient": "Gradient",
        "first": "der erste von mehreren, die ankommen",
        "so_far": "zu den anderen addiert: bisher {total}",
        "last": "zu den anderen addiert: {total}",
        "together": "zusammen",
    },
    "worksheet": {
        "given": "Gegeben",
        "forward": "Vorwärtsdurchlauf",
        "backward": "Rückwärtsdurchlauf",
        "sent": "Was {name} weitergibt",
        "answers": "Lösungen",
    },
    "practice": {
        "title": "{title}?",
        "ask": (
            "Trage jede fehlende Zahl ein, zum Beispiel als 0.125 oder 1/8, und drücke die "
            "Eingabetaste. Der nächste Schritt zeigt die Lösung."
        ),
        "spoken": "Du bist dran: {equations}.",
        "missing": "?",
        "label": "{formula}, Lücke {number}",
        "multiply_local": (
            "Das ist der ankommende Gradient {gradient}: "
            "Multipliziere ihn mit dem lokalen Gradienten {local}."
        ),
        "multiply_upstream": (
            "Das ist der lokale Gradient {local}: "
            "Multipliziere ihn mit dem ankommenden Gradienten {gradient}."
        ),
        "added": "Du hast addiert: Ankommender und lokaler Gradient werden multipliziert.",
        "divided": "Du hast dividiert: Ankommender und lokaler Gradient werden multipliziert.",
        "all_arriving": (
            "Das ist alles, was bei {name} ankommt; gefragt ist, was {consumer} weitergibt."
        ),
        "one_arriving": ("Das ist einer der Gradienten, die bei {name} ankommen: Addiere alle."),
        "local_of_other": "Du hast {local} genommen: den lokalen Gradienten nach {name}.",
        "value_for_local": (
            "Du hast mit dem Wert von {name} multipliziert und nicht mit dem lokalen Gradienten "
            "{local}."
        ),
        "is_value": "Das ist der Wert von {name} und kein Gradient.",
        "is_upstream": (
            "Das ist der ankommende Gradient {gradient}; gefragt ist der lokale, {local}."
        ),
        "is_downstream": ("Das ist der weitergegebene Gradient; gefragt ist der lokale, {local}."),
        "mixed_up": "Du hast {operand} eingesetzt, wo {name} hingehört.",
        "goes_in": "Das ist {name}, was hineingeht; gefragt ist, was herauskommt.",
    },
    "parts": {
        "layer": "Schicht {number}",
        "time": "{name}, Aufruf {number}",
        "rest": "{count} weitere Operation|{count} weitere Operationen",
        "title_forward": "Vorwärts: {name}",
        "title_backward": "Rückwärts: {name}",
        "heading_forward": "Vorwärts durch {name}: {inputs} hinein, {outputs} heraus",
        "heading_backward": "Rückwärts durch {name}",
        "in": "hinein",
        "out": "heraus",
        "arrives": "kommt an",
        "sent": "weitergegeben",
        "parameters": "Parameter",
        "spoken_in": "{count} Wert geht hinein: {values}.|{count} Werte gehen hinein: {values}.",
        "spoken_out": (
            "{count} Wert kommt heraus: {values}.|{count} Werte kommen heraus: {values}."
        ),
        "spoken_arrives": (
            "{count} Gradient kommt an: {values}.|{count} Gradienten kommen an: {values}."
        ),
        "spoken_sent": (
            "{count} Gradient wird weitergegeben: {values}.|"
            "{count} Gradienten werden weitergegeben: {values}."
        ),
        "nothing_sent": (
            "Zu dem, was hineingeht, fließt kein Gradient: Nichts wird weitergegeben."
        ),
        "norm": (
            "Der Gradient ihres {count} Parameters hat die Norm {norm}.|"
            "Der Gradient ihrer {count} Parameter hat die Norm {norm}."
        ),
        "count": "{count} Parameter|{count} Parameter",
        "operations": "Die Operation darin|Die {count} Operationen darin",
        "gradients": "Der Gradient des Parameters|Die Gradienten der {count} Parameter",
        "folded": (
            "Vom {count} Knoten des Graphen ist zusammengefasst: {names}.|"
            "Von den {count} Knoten des Graphen sind diese zusammengefasst: {names}."
        ),
        "moves": (
            "{name}: {count} Parameter bewegt sich um {norm}.|"
            "{name}: {count} Parameter bewegen sich, zusammen um {norm}."
        ),
    },
    "updates": {
        "title": (
            "{name}, sein Gradient und {count} Update, Schritt für Schritt|"
            "{name}, sein Gradient und {count} Updates, Schritt für Schritt"
        ),
        "iteration": "Iteration {number}",
        "title_iteration": "Iteration {number}: gegeben",
        "heading_first": "Iteration {number}: die gegebenen Zahlen",
        "heading_again": "Iteration {number}: die Zahlen nach dem Update",
        "replayed": (
            "Dieselben Operationen wie zuvor, mit den neuen Zahlen. Eine Verzweigung des Programms "
            "bleibt die, die aufgezeichnet wurde."
        ),
        "title_update": "Update: {names}",
        "heading_update": "Update mit {optimizer}: ein Schritt gegen den Gradienten",
        "rate": "Die Lernrate ist α = {rate}.",
        "clipped": (
            "Das Verfahren kürzt den Gradienten zuerst auf g: Seine Norm geht von {before} auf "
            "{after}."
        ),
        "more": "Auch {count} weiterer Parameter bewegt sich.|"
        "Auch {count} weitere Parameter bewegen sich.",
        "becomes": "{name} wird {value}.",
        "title_comparison": "Vorher und nachher",
        "heading_comparison": "{name} vor und nach dem Update|{name} vor und nach {count} Updates",
        "falls": "{name} fällt von {before} auf {after}.",
        "rises": "{name} steigt von {before} auf {after}.",
        "other": "{name} war {before} und ist {after}.",
        "from_to": "{name} geht von {before} auf {after}.",
    },
    "page": {
        "forward": "Vorwärts: Werte",
        "backward": "Rückwärts: Gradienten",
        "steps": "Schritte",
        "skip": "Zum Schritt springen",
        "picture": "Der Graph mit den bisher bekannten Zahlen",
        "picture_frame": "Bild",
        "slide": "Der Schritt",
        "alone": "Nur das Bild",
        "alone_hint": "Nur das Bild (F; Escape)",
        "larger": "Vergrößern",
        "larger_hint": "Vergrößern (+)",
        "smaller": "Verkleinern",
        "smaller_hint": "Verkleinern (−)",
        "whole": "Ganzes Bild",
        "whole_hint": "Ganzes Bild (0)",
        "first": "Erster Schritt",
        "first_hint": "Erster Schritt (Pos1)",
        "back": "Schritt zurück",
        "back_hint": "Schritt zurück (←)",
        "play": "Abspielen",
        "play_hint": "Abspielen, anhalten (P)",
        "next": "Nächster Schritt",
        "next_hint": "Nächster Schritt (→, Leertaste)",
        "last": "Letzter Schritt",
        "last_hint": "Letzter Schritt (Ende)",
        "panel": "Zahlen ändern",
        "panel_hint": "Zahlen ändern (L)",
        "parameters": "Parameter",
        "given": "Gegeben",
        "reset": "Zurücksetzen",
        "random": "Zufällig",
        "undo": "Rückgängig",
        "redo": "Wiederholen",
        "descend": "Gradientenabstieg",
        "rate": "Lernrate α",
        "run": "Start",
        "by_steps": "Schritte",
        "epochs": "Epochen",
        "go": "Los",
        "curve": "Kosten über die Schritte",
        "history": "Verlauf",
        "example": "Beispiel",
        "used": "Ein Schritt nutzt",
        "together": "alle zusammen",
        "in_turn": "reihum",
        "one_example": "nur dieses",
        "step": "Schritt",
        "speed": "Tempo",
        "frame": "Schritt für Schritt",
    },
    "script": {
        "position": "Schritt {step} von {steps}: {title}",
        "play": "Abspielen",
        "pause": "Anhalten",
        "changed": "{what}: {equation}",
        "at_step": "Schritt {step}",
        "mean": "Mittel von {name}",
        "curve": "Kosten über die Schritte: {first} … {last}",
        "not_finite": (
            "{equation}: Von hier führt kein Schritt weiter. Mach ihn rückgängig oder setze alles "
            "zurück."
        ),
        "random": "Zufällige Parameter",
        "reset": "Zurückgesetzt",
        "run": "Start",
        "stop": "Stopp",
        "right": "Richtig.",
        "no_number": "Das ist keine Zahl. Schreibe sie als 0.125, 1/8 oder 2.5e-3.",
        "sign": "Der Betrag stimmt, das Vorzeichen nicht.",
        "point": "Die Ziffern stimmen, die Stelle des Kommas nicht.",
        "upside_down": "Das ist der Kehrwert: 1 durch die gesuchte Zahl.",
        "close": "Fast. Rechne mit mehr Stellen.",
        "wrong": "Noch nicht. Sieh dir jeden Faktor noch einmal an.",
    },
    "diagram": {
        "page": "Graph",
        "values": "{count} Wert|{count} Werte",
        "wires": "{count} Kante|{count} Kanten",
        "nodes": "{count} Knoten|{count} Knoten",
        "parameters": "{count} Parameter|{count} Parameter",
        "leaves": "{count} Blatt|{count} Blätter",
        "operations": "{count} Operation|{count} Operationen",
        "more_leaves": "… {count} weiteres Blatt|… {count} weitere Blätter",
        "more_operations": "… {count} weitere Operation|… {count} weitere Operationen",
        "in_boxes": "{nodes} in {count} Kasten|{nodes} in {count} Kästen",
        "drawn_as": "{wires}, gezeichnet als {count}",
        "data": "Wert",
        "gradient": "Grad.",
        "gradient_norm": "‖Grad.‖ {norm}",
        "wide_wires": "je breiter eine Kante, desto größer der Gradient, der auf ihr zurückfließt",
        "description": "Graph mit {size}",
        "left_out": "weggelassen: {what}",
        "told": "{name} = {value}",
        "told_operation": "{name} = {operation} von {operands} = {value}",
        "told_gradient": "{told}, Gradient {gradient}",
        "told_more": "{count} weitere",
    },
    "batch": {
        "more_columns": "… {count} weitere Spalte|… {count} weitere Spalten",
        "more_rows": "… {count} weitere Zeile|… {count} weitere Zeilen",
        "examples": "{count} Beispiel|{count} Beispiele",
        "rows_of": "Zeilen von",
        "part_given": "Gegeben: m = {examples}",
        "part_forward": "Vorwärtsdurchlauf",
        "part_backward": "Rückwärtsdurchlauf",
        "title": "{name} und sein Gradient, {examples} auf einmal, Schritt für Schritt",
        "title_given": "Gegeben",
        "title_forward": "Vorwärts: {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Rückwärts: {name} → {targets}",
        "title_result": "Der Gradient",
        "heading_given": "Die gegebenen Zahlen: {examples}",
        "heading_forward": "Vorwärts: der Wert von {name}, {shape}",
        "heading_seed": "Der Rückwärtsdurchlauf beginnt beim Ergebnis",
        "heading_backward": "Rückwärts: was {name} weitergibt",
        "heading_result": "Der Gradient von {name}",
        "columns": "Jede Spalte von {names} ist ein Beispiel: m = {count}.",
        "seed": (
            "Ändert sich das Ergebnis, so ändert es sich um genau so viel: "
            "Das ist der erste ankommende Gradient."
        ),
        "unused": (
            "{equation} wird nicht gebraucht: Zu {name} fließt kein Gradient, denn {name} ist "
            "gegeben."
        ),
        "to": "An {name}",
        "entries": (
            "Ankommender und lokaler Gradient werden Eintrag für Eintrag multipliziert: ⊙."
        ),
        "product": (
            "Das Matrixprodukt summiert über das {count} Beispiel.|"
            "Das Matrixprodukt summiert über die {count} Beispiele."
        ),
        "inner": "Das Matrixprodukt summiert über die Zeilen von {name}.",
        "sum": "Alle Beispiele teilen sich {name}: Was ihre Spalten weitergeben, wird addiert.",
        "columns_way": (
            "Ein Eintrag von {name} wirkt auf alle Ergebnisse seiner Spalte; was sie zurückgeben, "
            "wird addiert."
        ),
        "copy": "Was ankommt, wird weitergegeben.",
        "cost": "Der erste ankommende Gradient ist 1; das ist also der Gradient selbst.",
        "arrives_first": "Das ist der erste von mehreren Gradienten, die bei {name} ankommen.",
        "arrives_so_far": "Addiert zu dem, was bei {name} angekommen ist: bisher {total}.",
        "arrives_last": "Addiert zu dem, was bei {name} angekommen ist: {total}.",
        "entry_by_entry": "Die Summen über die Beispiele, Eintrag für Eintrag",
        "spoken_given": "Gegeben: {values}.",
        "spoken_forward": "{equation}.",
        "spoken_seed": "Der Rückwärtsdurchlauf beginnt beim Ergebnis: {gradient} = 1.",
        "spoken_sent": "An {name}: {equations}. {remarks}",
        "spoken_result": "Der Gradient: {values}.",
        "description": "{examples} auf einmal in Matrizen: {names}",
    },
    "network": {
        "inputs": "Eingabe",
        "hidden": "Verdeckt",
        "hidden_of_several": "Verdeckt {number}",
        "output": "Ausgabe",
        "softmax": "Softmax",
        "maxout": "Maxout",
        "loss": "Verlust",
        "more": "{count} weitere",
        "class": "Klasse {number} von {count}",
        "weight": "Gewicht {number}",
        "gradient": "Gradient eines Gewichts {number}",
        "width": "je breiter, desto größer",
        "told": "Netz mit {sizes} Neuronen",
        "told_column": "{title}: {values}",
        "told_layer": "{title} ({activation}): {values}",
        "parameters": "Gewichte und Bias-Werte",
        "target": "Zielwert",
        "whole_gradients": (
            "Ein Parameter zeigt seinen ganzen Gradienten, auch was auf anderen Wegen zu ihm kam."
        ),
    },
    "explore": {
        "title": "{function} und der Gradient",
        "plot": "Bild, in dem die Pfeiltasten den Punkt bewegen",
        "numbers": "Am Punkt",
        "tangent": "Tangente",
        "gradient": "Gradient",
        "graph": "Wie es berechnet wird",
        "keys_curve": (
            "Der Punkt folgt dem Zeiger, einem Finger oder den Tasten ← und → (mit Umschalt in "
            "größeren Schritten). Rad, zwei Finger, + und − vergrößern um ihn; 0 zeigt wieder "
            "alles."
        ),
        "keys_field": (
            "Der Punkt folgt dem Zeiger, einem Finger oder den Pfeiltasten (mit Umschalt in "
            "größeren Schritten). Rad, zwei Finger, + und − vergrößern um ihn; 0 zeigt wieder "
            "alles."
        ),
        "undefined": "Hier hat die Funktion keine Zahl.",
        "no_tangent": "Hier hat die Kurve keine Tangente.",
        "gaps": "Von {low} bis {high} hat die Kurve Lücken.",
        "distance": (
            "Von {low} bis {high} ist die Kurve höchstens {distance} von ihrer Tangente entfernt:"
            " {share} % der Höhe des Fensters."
        ),
        "no_plane": "Hier hat die Funktion keinen Gradienten.",
        "flat": "Der Gradient ist 0: Von hier führt zunächst keine Richtung hinauf oder hinab.",
        "gaps_plane": "In diesem Fenster hat die Funktion Lücken.",
        "distance_plane": (
            "In diesem Fenster ist die Funktion höchstens {distance} von ihrer Tangentialebene "
            "entfernt: {share} % des Bereichs ihrer Werte."
        ),
        "title_model": "{model} lernt",
        "plane": "Ebene mit Punkten, in der die Pfeiltasten den Zeiger bewegen",
        "prediction": "Vorhersage",
        "target": "Zielwert",
        "training": "Training",
        "train": "Trainieren",
        "pause": "Anhalten",
        "at_once": "Auf einmal",
        "renew": "Neue Startgewichte",
        "rate": "Lernrate",
        "steps": "Schritte",
        "size": "Punkte je Schritt",
        "add": "Punkt hinzufügen",
        "undo": "Rückgängig",
        "clear": "Leeren",
        "keys_plane": (
            "Über die Ebene führen der Zeiger, ein Finger oder die Pfeiltasten; ein Druck "
            "oder Enter fügt einen Punkt hinzu. Rad, zwei Finger, + und − vergrößern, 0 zeigt"
            " wieder alles; Ziehen verschiebt die Ebene."
        ),
        "untrained": "Kosten {cost}",
        "trained": "{steps} Schritte, Kosten {cost}",
        "failed": "Nach {steps} Schritten sind die Zahlen zu groß: Nimm eine kleinere Lernrate.",
        "pointed": "{names} = {x}, {other} = {y}: Vorhersage {answer}",
        "added": "Hinzugefügt bei {x}, {y}: {number} Punkte",
    },
}
