"""French: le catalogue `english.CATALOGUE` dans les mots des manuels.

Devant : ; ? l’espace est insécable.
"""

from typing import Final

CATALOGUE: Final = {
    "language": {
        "code": "fr",
        "direction": "ltr",
        "decimal": ".",  # as the program prints numbers; a comma is one entry away
    },
    "list": {
        "separator": ", ",
        "two": "{first} et {second}",
    },
    "formula": {
        "cases": "{value} si {condition}, sinon {other}",
        "otherwise": "sinon",
        "more": "{count} de plus",
        "more_together": "{count} de plus : {together}",
    },
    "story": {
        "given": "Données : {values}.",
        "constants": "Constantes, qui ne reçoivent pas de gradient : {values}.",
        "forward": "{equation}.",
        "seed": "La rétropropagation part du résultat : {gradient} = 1.",
        "nothing_sent": "Tous les opérandes de {name} sont constants : rien n’est transmis.",
        "sent": (
            "Vers {operand} : gradient amont {gradient} = {upstream} × gradient local "
            "{local_gradient} = {local} donne {product}, {arrival}."
        ),
        "sent_together": (
            "Vers {operands} : gradient amont {gradient} = {upstream} × gradients locaux, "
            "Σ = {local}, donne Σ = {product}."
        ),
        "operands": "… {count} autre opérande|… {count} autres opérandes",
        "operands_of": (
            "{count} autre opérande de {name} : |{count} autres opérandes de {name} : "
        ),
        "operand": "{name} (opérande {place})",
        "zero": "{product} (un gradient amont nul transmet 0, quel que soit le gradient local)",
        "only": "c’est {gradient}",
        "first": "le premier de plusieurs à arriver",
        "so_far": "somme jusqu’ici : {total}",
        "last": "somme : {gradient} = {total}",
        "result": "Le gradient : {gradients}.",
        "no_gradient": "Aucune feuille ne reçoit de gradient.",
        "told_together": (
            "{count} des {all} produits est montré avec d’autres (max_edges={most}).|"
            "{count} des {all} produits sont montrés ensemble, non un par un (max_edges={most})."
        ),
        "changed": (
            "Des opérandes de {names} ont changé depuis la propagation avant ; les nombres montrés "
            "sont ceux de la propagation avant, là où elle les a gardés. Relancez-la."
        ),
        "gradients_elsewhere": (
            "Les feuilles ont des gradients de rétropropagations qui ne sont pas passées par "
            "{name} : {gradients}."
        ),
        "gradients_scaled": (
            "La dernière rétropropagation a apporté à {name} le gradient {factor} au lieu de 1 ; "
            "les gradients des feuilles valent donc {factor} fois ceux montrés ici : {gradients}."
        ),
        "gradients_repeated": (
            "Les gradients des feuilles valent {factor} fois ceux montrés ici, comme les laissent "
            "{factor} rétropropagations sans zero_grad() : {gradients}."
        ),
        "other_gradients": (
            "Les rétropropagations précédentes ont laissé d’autres gradients : {gradients}."
        ),
    },
    "explain": {
        "node": "nœud",
        "formula": "formule",
        "value": "valeur",
        "upstream": "amont",
        "towards": "vers",
        "local": "gradient local",
        "product": "produit",
        "accumulated": "cumulé",
        "given": "données : {values}",
        "leaf": "donné",
        "where": "où {values}",
        "together": "À travers {loss} et {activation} ensemble : {equations}.",
    },
    "derivation": {
        "heading": "D’où vient {gradient} = {formula}",
        "known_result": "{gradient} = {formula} est une dérivée usuelle.",
        "question": "D’où cela vient-il ?",
        "notation": "définition",
        "definition": "définition de {about}",
        "textbook": "définition de {about}",
        "branch": "{about} pour {conditions}",
        "inverse": "car {about}",
        "substitution": "changement de variable",
        "constant": "dérivée d’une constante",
        "factor": "facteur constant",
        "sum": "dérivée d’une somme",
        "product": "dérivée d’un produit",
        "quotient": "dérivée d’un quotient",
        "chain": "dérivation en chaîne",
        "power": "dérivée d’une puissance",
        "exponential": "dérivée de l’exponentielle",
        "known": "dérivée usuelle",
        "reciprocal": "dérivée d’une fonction réciproque",
        "letters": "remplacé",
        "back": "retour aux variables",
        "symbols": "car {about}",
        "recognized": "car {about}",
        "simplified": "simplifié",
        "rearranged": "réécrit",
        "completed": "{about} ajouté puis retranché",
        "split": "fraction séparée",
        "divided": "numérateur et dénominateur divisés par {about}",
        "factored": "mis en facteur",
    },
    "slides": {
        "title": "{name} et son gradient, pas à pas",
        "title_given": "Données",
        "title_forward": "Avant : {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Arrière : {name} → {targets}",
        "title_result": "Le gradient",
        "no_targets": "rien",
        "heading_given": "Les nombres donnés",
        "heading_forward": "Propagation avant par {operation} : la valeur de {name}",
        "heading_seed": "La rétropropagation part du résultat",
        "heading_backward": "Rétropropagation par {operation} : ce que {name} transmet",
        "heading_result": "Le gradient de {name}",
        "seed": (
            "Si le résultat varie, il varie d’exactement autant : c’est le premier gradient amont."
        ),
        "constants": (
            "{names} est une constante : aucun gradient ne l’atteint.|"
            "{names} sont des constantes : aucun gradient ne les atteint."
        ),
        "more": "… ({count} de plus)",
        "to": "vers",
        "upstream": "gradient amont",
        "local": "gradient local",
        "downstream": "gradient aval",
        "value": "valeur",
        "gradient": "gradient",
        "first": "le premier de plusieurs à arriver",
        "so_far": "ajouté aux autres : {total} jusqu’ici",
        "last": "ajouté aux autres : {total}",
        "together": "ensemble",
    },
    "worksheet": {
        "given": "Données",
        "forward": "Propagation avant",
        "backward": "Rétropropagation",
        "sent": "Ce que {name} transmet",
        "answers": "Solutions",
    },
    "practice": {
        "title": "{title} ?",
        "ask": (
            "Tapez chaque nombre manquant, par exemple 0.125 ou 1/8, puis appuyez sur Entrée. "
            "L’étape suivante montre la réponse."
        ),
        "spoken": "À vous : {equations}.",
        "missing": "?",
        "label": "{formula}, case {number}",
        "multiply_local": (
            "C’est le gradient amont {gradient} : multipliez-le par le gradient local {local}."
        ),
        "multiply_upstream": (
            "C’est le gradient local {local} : multipliez-le par le gradient amont {gradient}."
        ),
        "added": "Vous avez additionné : le gradient amont et le gradient local se multiplient.",
        "divided": "Vous avez divisé : le gradient amont et le gradient local se multiplient.",
        "all_arriving": (
            "C’est tout ce qui arrive à {name} ; on demande ce que {consumer} transmet."
        ),
        "one_arriving": "C’est l’un des gradients qui arrivent à {name} : additionnez-les tous.",
        "local_of_other": "Vous avez pris {local} : le gradient local par rapport à {name}.",
        "value_for_local": (
            "Vous avez multiplié par la valeur de {name}, et non par le gradient local {local}."
        ),
        "is_value": "C’est la valeur de {name}, non un gradient.",
        "is_upstream": "C’est le gradient amont {gradient} ; on demande le gradient local {local}.",
        "is_downstream": "C’est le gradient aval ; on demande le gradient local {local}.",
        "mixed_up": "Vous avez mis {operand} à la place de {name}.",
        "goes_in": "C’est {name}, ce qui entre ; on demande ce qui sort.",
    },
    "parts": {
        "layer": "Couche {number}",
        "time": "{name}, appel {number}",
        "rest": "{count} autre opération|{count} autres opérations",
        "title_forward": "Avant : {name}",
        "title_backward": "Arrière : {name}",
        "heading_forward": "Propagation avant par {name} : {inputs} en entrée, {outputs} en sortie",
        "heading_backward": "Rétropropagation par {name}",
        "in": "entre",
        "out": "sort",
        "arrives": "arrive",
        "sent": "transmis",
        "parameters": "paramètres",
        "spoken_in": "{count} valeur entre : {values}.|{count} valeurs entrent : {values}.",
        "spoken_out": "{count} valeur sort : {values}.|{count} valeurs sortent : {values}.",
        "spoken_arrives": (
            "{count} gradient arrive : {values}.|{count} gradients arrivent : {values}."
        ),
        "spoken_sent": (
            "{count} gradient est transmis : {values}.|{count} gradients sont transmis : {values}."
        ),
        "nothing_sent": "Ce qui entre ne reçoit pas de gradient : rien n’est transmis.",
        "norm": (
            "Le gradient de son {count} paramètre a pour norme {norm}.|"
            "Le gradient de ses {count} paramètres a pour norme {norm}."
        ),
        "count": "{count} paramètre|{count} paramètres",
        "operations": "L’opération à l’intérieur|Les {count} opérations à l’intérieur",
        "gradients": "Le gradient de son paramètre|Les gradients de ses {count} paramètres",
        "folded": (
            "Du {count} nœud du graphe, est montré ensemble : {names}.|"
            "Des {count} nœuds du graphe, ceux-ci sont montrés ensemble : {names}."
        ),
        "moves": (
            "{name} : {count} paramètre se déplace de {norm}.|"
            "{name} : {count} paramètres se déplacent, de {norm} en tout."
        ),
    },
    "updates": {
        "title": (
            "{name}, son gradient et {count} mise à jour, pas à pas|"
            "{name}, son gradient et {count} mises à jour, pas à pas"
        ),
        "iteration": "Itération {number}",
        "title_iteration": "Itération {number} : données",
        "heading_first": "Itération {number} : les nombres donnés",
        "heading_again": "Itération {number} : les nombres après la mise à jour",
        "replayed": (
            "Les mêmes opérations qu’avant, avec les nouveaux nombres. Une branche du programme "
            "reste celle qui a été enregistrée."
        ),
        "title_update": "Mise à jour : {names}",
        "heading_update": "Mise à jour par {optimizer} : un pas contre le gradient",
        "rate": "Le taux d’apprentissage est α = {rate}.",
        "clipped": (
            "L’optimiseur borne d’abord le gradient à g : sa norme passe de {before} à {after}."
        ),
        "more": "{count} autre paramètre se déplace aussi.|"
        "{count} autres paramètres se déplacent aussi.",
        "becomes": "{name} devient {value}.",
        "title_comparison": "Avant et après",
        "heading_comparison": "{name} avant et après la mise à jour|"
        "{name} avant et après {count} mises à jour",
        "falls": "{name} baisse de {before} à {after}.",
        "rises": "{name} monte de {before} à {after}.",
        "other": "{name} valait {before} et vaut {after}.",
        "from_to": "{name} passe de {before} à {after}.",
    },
    "page": {
        "forward": "valeurs, vers l’avant",
        "backward": "gradients, vers l’arrière",
        "steps": "Étapes",
        "skip": "Aller à l’étape",
        "picture": "Le graphe, avec les nombres connus jusqu’ici",
        "picture_frame": "Image",
        "slide": "L’étape",
        "alone": "Image seule",
        "alone_hint": "Image seule (F ; Échap)",
        "larger": "Agrandir",
        "larger_hint": "Agrandir (+)",
        "smaller": "Réduire",
        "smaller_hint": "Réduire (−)",
        "whole": "Image entière",
        "whole_hint": "Image entière (0)",
        "first": "Première étape",
        "first_hint": "Première étape (Début)",
        "back": "Étape précédente",
        "back_hint": "Étape précédente (←)",
        "play": "Lecture",
        "play_hint": "Lecture, pause (P)",
        "next": "Étape suivante",
        "next_hint": "Étape suivante (→, espace)",
        "last": "Dernière étape",
        "last_hint": "Dernière étape (Fin)",
        "panel": "Changer les nombres",
        "panel_hint": "Changer les nombres (L)",
        "parameters": "Paramètres",
        "given": "Donnés",
        "reset": "Réinitialiser",
        "random": "Au hasard",
        "undo": "Annuler",
        "redo": "Rétablir",
        "descend": "Descente de gradient",
        "rate": "Taux d’apprentissage α",
        "run": "Démarrer",
        "by_steps": "Pas",
        "epochs": "Époques",
        "go": "Lancer",
        "curve": "Le coût au fil des pas",
        "history": "Historique",
        "example": "Exemple",
        "used": "Un pas utilise",
        "together": "tous ensemble",
        "in_turn": "à tour de rôle",
        "one_example": "celui-ci seul",
        "step": "Étape",
        "speed": "Vitesse",
        "frame": "Pas à pas",
    },
    "script": {
        "position": "Étape {step} sur {steps} : {title}",
        "play": "Lecture",
        "pause": "Pause",
        "changed": "{what} : {equation}",
        "at_step": "Pas {step}",
        "mean": "moyenne de {name}",
        "curve": "Le coût au fil des pas : {first} … {last}",
        "not_finite": "{equation} : aucun pas ne mène plus loin. Annulez-le ou réinitialisez.",
        "random": "Paramètres au hasard",
        "reset": "Réinitialisé",
        "run": "Démarrer",
        "stop": "Arrêter",
        "right": "Exact.",
        "no_number": "Ce n’est pas un nombre. Écrivez-le 0.125, 1/8 ou 2.5e-3.",
        "sign": "La grandeur est juste, mais pas le signe.",
        "point": "Les chiffres sont justes, mais pas la place de la virgule.",
        "upside_down": "C’est l’inverse : 1 divisé par ce qui est demandé.",
        "close": "Presque. Calculez avec plus de chiffres.",
        "wrong": "Pas encore. Revoyez chacun des facteurs.",
    },
    "diagram": {
        "page": "Graphe",
        "values": "{count} valeur|{count} valeurs",
        "wires": "{count} arête|{count} arêtes",
        "nodes": "{count} nœud|{count} nœuds",
        "parameters": "{count} paramètre|{count} paramètres",
        "leaves": "{count} feuille|{count} feuilles",
        "operations": "{count} opération|{count} opérations",
        "more_leaves": "… {count} autre feuille|… {count} autres feuilles",
        "more_operations": "… {count} autre opération|… {count} autres opérations",
        "in_boxes": "{nodes} dans {count} boîte|{nodes} dans {count} boîtes",
        "drawn_as": "{wires}, dessinées comme {count}",
        "data": "valeur",
        "gradient": "grad",
        "gradient_norm": "‖grad‖ {norm}",
        "wide_wires": "plus l’arête est large, plus le gradient qui y revient est grand",
        "description": "graphe de {size}",
        "left_out": "omis : {what}",
        "told": "{name} = {value}",
        "told_operation": "{name} = {operation} de {operands} = {value}",
        "told_gradient": "{told}, gradient {gradient}",
        "told_more": "{count} de plus",
    },
    "batch": {
        "more_columns": "… {count} autre colonne|… {count} autres colonnes",
        "more_rows": "… {count} autre ligne|… {count} autres lignes",
        "examples": "{count} exemple|{count} exemples",
        "rows_of": "lignes de",
        "part_given": "Données : m = {examples}",
        "part_forward": "Propagation avant",
        "part_backward": "Rétropropagation",
        "title": "{name} et son gradient pour {examples} à la fois, pas à pas",
        "title_given": "Données",
        "title_forward": "Avant : {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Arrière : {name} → {targets}",
        "title_result": "Le gradient",
        "heading_given": "Les nombres donnés pour {examples}",
        "heading_forward": "Propagation avant : la valeur de {name}, {shape}",
        "heading_seed": "La rétropropagation part du résultat",
        "heading_backward": "Rétropropagation : ce que {name} transmet",
        "heading_result": "Le gradient de {name}",
        "columns": "Chaque colonne de {names} est un exemple : m = {count}.",
        "seed": (
            "Si le résultat varie, il varie d’exactement autant : c’est le premier gradient amont."
        ),
        "unused": ("{equation} ne sert pas : aucun gradient n’atteint {name}, qui est une donnée."),
        "to": "Vers {name}",
        "entries": ("Le gradient amont et le gradient local se multiplient terme à terme : ⊙."),
        "product": (
            "Le produit matriciel somme sur le {count} exemple.|"
            "Le produit matriciel somme sur les {count} exemples."
        ),
        "inner": "Le produit matriciel somme sur les lignes de {name}.",
        "sum": "Tous les exemples partagent {name} : ce qu’ils transmettent s’additionne.",
        "columns_way": (
            "Un terme de {name} agit sur tous les résultats de sa colonne ; on additionne ce "
            "qu’ils renvoient."
        ),
        "copy": "Ce qui arrive est transmis tel quel.",
        "cost": "Le premier gradient amont vaut 1 : c’est donc le gradient lui-même.",
        "arrives_first": "C’est le premier de plusieurs gradients à arriver à {name}.",
        "arrives_so_far": "Il s’ajoute à ce qui est arrivé à {name} : {total} jusqu’ici.",
        "arrives_last": "Il s’ajoute à ce qui est arrivé à {name} : {total}.",
        "entry_by_entry": "Les sommes sur les exemples, terme à terme",
        "spoken_given": "Données : {values}.",
        "spoken_forward": "{equation}.",
        "spoken_seed": "La rétropropagation part du résultat : {gradient} = 1.",
        "spoken_sent": "Vers {name} : {equations}. {remarks}",
        "spoken_result": "Le gradient : {values}.",
        "description": "un lot de {examples} en matrices : {names}",
    },
    "network": {
        "inputs": "Entrée",
        "hidden": "Cachée",
        "hidden_of_several": "Cachée {number}",
        "output": "Sortie",
        "softmax": "Softmax",
        "maxout": "Maxout",
        "loss": "Perte",
        "more": "{count} de plus",
        "class": "classe {number} sur {count}",
        "weight": "poids {number}",
        "gradient": "gradient d’un poids {number}",
        "width": "plus c’est large, plus c’est grand",
        "told": "réseau {sizes}",
        "told_column": "{title} : {values}",
        "told_layer": "{title} ({activation}) : {values}",
        "parameters": "Poids et biais",
        "target": "Cible",
        "whole_gradients": (
            "Un paramètre montre son gradient entier, y compris ce qui lui est venu par "
            "d’autres chemins."
        ),
    },
    "explore": {
        "title": "{function} et son gradient",
        "plot": "Graphique dans lequel les flèches déplacent le point",
        "numbers": "Au point",
        "tangent": "tangente",
        "gradient": "gradient",
        "graph": "Comment on le calcule",
        "keys_curve": (
            "Le point suit le pointeur, un doigt ou les touches ← et → (avec Maj, par pas plus "
            "grands). La molette, deux doigts, + et − zooment sur lui ; 0 revient à la vue "
            "entière."
        ),
        "keys_field": (
            "Le point suit le pointeur, un doigt ou les flèches (avec Maj, par pas plus grands). "
            "La molette, deux doigts, + et − zooment sur lui ; 0 revient à la vue entière."
        ),
        "undefined": "Ici, la fonction n’a pas de valeur.",
        "no_tangent": "Ici, la courbe n’a pas de tangente.",
        "gaps": "De {low} à {high}, la courbe a des trous.",
        "distance": (
            "De {low} à {high}, la courbe s’écarte de sa tangente de {distance} au plus : {share}"
            " % de la hauteur de la fenêtre."
        ),
        "no_plane": "Ici, la fonction n’a pas de gradient.",
        "flat": "Le gradient est 0 : d’ici, aucune direction ne monte ni ne descend tout d’abord.",
        "gaps_plane": "Dans cette fenêtre, la fonction a des trous.",
        "distance_plane": (
            "Dans cette fenêtre, la fonction s’écarte de son plan tangent de {distance} au plus :"
            " {share} % de l’étendue de ses valeurs."
        ),
        "title_model": "{model} apprend",
        "plane": "Plan avec des points, dans lequel les flèches déplacent le pointeur",
        "prediction": "prédiction",
        "target": "cible",
        "training": "Entraînement",
        "train": "Entraîner",
        "pause": "Pause",
        "at_once": "D’un coup",
        "renew": "Nouveaux poids de départ",
        "rate": "taux d’apprentissage",
        "steps": "pas",
        "size": "points par pas",
        "add": "Ajouter un point",
        "undo": "Annuler",
        "clear": "Vider",
        "keys_plane": (
            "Le pointeur, un doigt ou les flèches parcourent le plan ; un appui ou Entrée "
            "ajoute un point. La molette, deux doigts, + et − zooment, 0 revient à la vue "
            "entière ; glisser déplace le plan."
        ),
        "untrained": "coût {cost}",
        "trained": "{steps} pas, coût {cost}",
        "failed": (
            "Après {steps} pas, les nombres sont trop grands : prenez un taux d’apprentissage"
            " plus petit."
        ),
        "pointed": "{names} = {x}, {other} = {y} : prédiction {answer}",
        "added": "Ajouté en {x}, {y} : {number} points",
    },
}
