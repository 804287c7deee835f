"""Spanish: el catálogo `english.CATALOGUE` en las palabras de los libros de texto."""

from typing import Final

CATALOGUE: Final = {
    "language": {
        "code": "es",
        "direction": "ltr",
        "decimal": ".",  # as the program prints numbers, and as in Mexico
    },
    "list": {
        "separator": ", ",
        "two": "{first} y {second}",
    },
    "formula": {
        "cases": "{value} si {condition}, si no {other}",
        "otherwise": "en otro caso",
        "more": "{count} más",
        "more_together": "{count} más: {together}",
    },
    "story": {
        "given": "Datos: {values}.",
        "constants": "Constantes, que no reciben gradiente: {values}.",
        "forward": "{equation}.",
        "seed": "La propagación hacia atrás empieza en el resultado: {gradient} = 1.",
        "nothing_sent": "Todos los operandos de {name} son constantes: no se envía nada.",
        "sent": (
            "A {operand}: gradiente entrante {gradient} = {upstream} × gradiente local "
            "{local_gradient} = {local} da {product}, {arrival}."
        ),
        "sent_together": (
            "A {operands}: gradiente entrante {gradient} = {upstream} × gradientes locales, "
            "Σ = {local}, da Σ = {product}."
        ),
        "operands": "… {count} operando más|… {count} operandos más",
        "operands_of": "{count} operando más de {name}: |{count} operandos más de {name}: ",
        "operand": "{name} (operando {place})",
        "zero": "{product} (un gradiente entrante 0 envía 0, sea cual sea el local)",
        "only": "que es {gradient}",
        "first": "el primero de varios que llegan",
        "so_far": "suma hasta ahora: {total}",
        "last": "suma: {gradient} = {total}",
        "result": "El gradiente: {gradients}.",
        "no_gradient": "Ninguna hoja recibe gradiente.",
        "told_together": (
            "{count} de {all} productos se muestra junto con otros (max_edges={most}).|"
            "{count} de {all} productos se muestran juntos, no uno a uno (max_edges={most})."
        ),
        "changed": (
            "Los operandos de {names} han cambiado desde la propagación hacia delante; se muestran "
            "los números de esta, donde los ha conservado. Vuelve a ejecutarla."
        ),
        "gradients_elsewhere": (
            "Las hojas tienen gradientes de propagaciones hacia atrás que no pasaron por {name}: "
            "{gradients}."
        ),
        "gradients_scaled": (
            "La última propagación hacia atrás llevó a {name} el gradiente {factor} en vez de 1; "
            "por eso los gradientes de las hojas son {factor} veces los que se muestran aquí: "
            "{gradients}."
        ),
        "gradients_repeated": (
            "Los gradientes de las hojas son {factor} veces los que se muestran aquí, como los "
            "dejan {factor} propagaciones hacia atrás sin zero_grad(): {gradients}."
        ),
        "other_gradients": (
            "Las propagaciones hacia atrás anteriores han dejado otros gradientes: {gradients}."
        ),
    },
    "explain": {
        "node": "nodo",
        "formula": "fórmula",
        "value": "valor",
        "upstream": "entrante",
        "towards": "hacia",
        "local": "gradiente local",
        "product": "producto",
        "accumulated": "acumulado",
        "given": "datos: {values}",
        "leaf": "dato",
        "where": "donde {values}",
        "together": "Por {loss} y {activation} juntas: {equations}.",
    },
    "derivation": {
        "heading": "De dónde sale {gradient} = {formula}",
        "known_result": "{gradient} = {formula} es una derivada conocida.",
        "question": "¿De dónde sale esto?",
        "notation": "definición",
        "definition": "definición de {about}",
        "textbook": "definición de {about}",
        "branch": "{about} donde {conditions}",
        "inverse": "porque {about}",
        "substitution": "sustitución",
        "constant": "derivada de una constante",
        "factor": "regla del factor constante",
        "sum": "regla de la suma",
        "product": "regla del producto",
        "quotient": "regla del cociente",
        "chain": "regla de la cadena",
        "power": "regla de la potencia",
        "exponential": "derivada de la exponencial",
        "known": "derivada conocida",
        "reciprocal": "derivada de la función inversa",
        "letters": "sustituido",
        "back": "deshecha la sustitución",
        "symbols": "porque {about}",
        "recognized": "porque {about}",
        "simplified": "simplificado",
        "rearranged": "reordenado",
        "completed": "se suma y se resta {about}",
        "split": "fracción separada",
        "divided": "numerador y denominador divididos entre {about}",
        "factored": "factor común",
    },
    "slides": {
        "title": "{name} y su gradiente, paso a paso",
        "title_given": "Datos",
        "title_forward": "Adelante: {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Atrás: {name} → {targets}",
        "title_result": "El gradiente",
        "no_targets": "nada",
        "heading_given": "Los números dados",
        "heading_forward": "Hacia delante por {operation}: el valor de {name}",
        "heading_seed": "La propagación hacia atrás empieza en el resultado",
        "heading_backward": "Hacia atrás por {operation}: lo que envía {name}",
        "heading_result": "El gradiente de {name}",
        "seed": (
            "Si el resultado cambia, cambia exactamente en la misma medida: "
            "es el primer gradiente entrante."
        ),
        "constants": (
            "{names} es una constante: no le llega ningún gradiente.|"
            "{names} son constantes: no les llega ningún gradiente."
        ),
        "more": "… ({count} más)",
        "to": "a",
        "upstream": "gradiente entrante",
        "local": "gradiente local",
        "downstream": "gradiente enviado",
        "value": "valor",
        "gradient": "gradiente",
        "first": "el primero de varios que llegan",
        "so_far": "sumado a los demás: {total} hasta ahora",
        "last": "sumado a los demás: {total}",
        "together": "en conjunto",
    },
    "worksheet": {
        "given": "Datos",
        "forward": "Propagación hacia delante",
        "backward": "Propagación hacia atrás",
        "sent": "Lo que envía {name}",
        "answers": "Soluciones",
    },
    "practice": {
        "title": "{title} (?)",
        "ask": (
            "Escribe cada número que falta, por ejemplo como 0.125 o 1/8, y pulsa Intro. "
            "El paso siguiente muestra la solución."
        ),
        "spoken": "Te toca: {equations}.",
        "missing": "¿?",
        "label": "{formula}, hueco {number}",
        "multiply_local": (
            "Ese es el gradiente entrante {gradient}: multiplícalo por el gradiente local {local}."
        ),
        "multiply_upstream": (
            "Ese es el gradiente local {local}: multiplícalo por el gradiente entrante {gradient}."
        ),
        "added": "Has sumado: el gradiente entrante y el local se multiplican.",
        "divided": "Has dividido: el gradiente entrante y el local se multiplican.",
        "all_arriving": ("Eso es todo lo que llega a {name}; se pide lo que envía {consumer}."),
        "one_arriving": "Ese es uno de los gradientes que llegan a {name}: súmalos todos.",
        "local_of_other": "Has tomado {local}: el gradiente local respecto de {name}.",
        "value_for_local": (
            "Has multiplicado por el valor de {name} y no por el gradiente local {local}."
        ),
        "is_value": "Ese es el valor de {name}, no un gradiente.",
        "is_upstream": "Ese es el gradiente entrante {gradient}; se pide el local, {local}.",
        "is_downstream": "Ese es el gradiente enviado; se pide el local, {local}.",
        "mixed_up": "Has puesto {operand} donde va {name}.",
        "goes_in": "Ese es {name}, que entra; se pide lo que sale.",
    },
    "parts": {
        "layer": "Capa {number}",
        "time": "{name}, llamada {number}",
        "rest": "{count} operación más|{count} operaciones más",
        "title_forward": "Adelante: {name}",
        "title_backward": "Atrás: {name}",
        "heading_forward": "Hacia delante por {name}: entran {inputs}, salen {outputs}",
        "heading_backward": "Hacia atrás por {name}",
        "in": "entra",
        "out": "sale",
        "arrives": "llega",
        "sent": "se envía",
        "parameters": "parámetros",
        "spoken_in": "Entra {count} valor: {values}.|Entran {count} valores: {values}.",
        "spoken_out": "Sale {count} valor: {values}.|Salen {count} valores: {values}.",
        "spoken_arrives": (
            "Llega {count} gradiente: {values}.|Llegan {count} gradientes: {values}."
        ),
        "spoken_sent": (
            "Se envía {count} gradiente: {values}.|Se envían {count} gradientes: {values}."
        ),
        "nothing_sent": "Lo que entra no recibe gradiente: no se envía nada.",
        "norm": (
            "El gradiente de su {count} parámetro tiene la norma {norm}.|"
            "El gradiente de sus {count} parámetros tiene la norma {norm}."
        ),
        "count": "{count} parámetro|{count} parámetros",
        "operations": "La operación que contiene|Las {count} operaciones que contiene",
        "gradients": "El gradiente de su parámetro|Los gradientes de sus {count} parámetros",
        "folded": (
            "Del {count} nodo del grafo se muestra junto: {names}.|"
            "De los {count} nodos del grafo, estos se muestran juntos: {names}."
        ),
        "moves": (
            "{name}: {count} parámetro se mueve {norm}.|"
            "{name}: {count} parámetros se mueven, {norm} en conjunto."
        ),
    },
    "updates": {
        "title": (
            "{name}, su gradiente y {count} actualización, paso a paso|"
            "{name}, su gradiente y {count} actualizaciones, paso a paso"
        ),
        "iteration": "Iteración {number}",
        "title_iteration": "Iteración {number}: datos",
        "heading_first": "Iteración {number}: los números dados",
        "heading_again": "Iteración {number}: los números tras la actualización",
        "replayed": (
            "Las mismas operaciones que antes, con los números nuevos. Una bifurcación del "
            "programa sigue siendo la que se registró."
        ),
        "title_update": "Actualización: {names}",
        "heading_update": "Actualización con {optimizer}: un paso contra el gradiente",
        "rate": "La tasa de aprendizaje es α = {rate}.",
        "clipped": (
            "El optimizador recorta primero el gradiente a g: su norma pasa de {before} a {after}."
        ),
        "more": "También se mueve {count} parámetro más.|También se mueven {count} parámetros más.",
        "becomes": "{name} pasa a ser {value}.",
        "title_comparison": "Antes y después",
        "heading_comparison": "{name} antes y después de la actualización|"
        "{name} antes y después de {count} actualizaciones",
        "falls": "{name} baja de {before} a {after}.",
        "rises": "{name} sube de {before} a {after}.",
        "other": "{name} era {before} y es {after}.",
        "from_to": "{name} pasa de {before} a {after}.",
    },
    "page": {
        "forward": "hacia delante: valores",
        "backward": "hacia atrás: gradientes",
        "steps": "Pasos",
        "skip": "Ir al paso",
        "picture": "El grafo con los números conocidos hasta ahora",
        "picture_frame": "Imagen",
        "slide": "El paso",
        "alone": "Solo la imagen",
        "alone_hint": "Solo la imagen (F; Escape)",
        "larger": "Ampliar",
        "larger_hint": "Ampliar (+)",
        "smaller": "Reducir",
        "smaller_hint": "Reducir (−)",
        "whole": "Imagen completa",
        "whole_hint": "Imagen completa (0)",
        "first": "Primer paso",
        "first_hint": "Primer paso (Inicio)",
        "back": "Paso anterior",
        "back_hint": "Paso anterior (←)",
        "play": "Reproducir",
        "play_hint": "Reproducir, pausar (P)",
        "next": "Paso siguiente",
        "next_hint": "Paso siguiente (→, espacio)",
        "last": "Último paso",
        "last_hint": "Último paso (Fin)",
        "panel": "Cambiar números",
        "panel_hint": "Cambiar números (L)",
        "parameters": "Parámetros",
        "given": "Datos",
        "reset": "Restablecer",
        "random": "Al azar",
        "undo": "Deshacer",
        "redo": "Rehacer",
        "descend": "Descenso de gradiente",
        "rate": "Tasa de aprendizaje α",
        "run": "Iniciar",
        "by_steps": "Pasos",
        "epochs": "Épocas",
        "go": "Adelante",
        "curve": "El coste a lo largo de los pasos",
        "history": "Historial",
        "example": "Ejemplo",
        "used": "Un paso usa",
        "together": "todos juntos",
        "in_turn": "por turnos",
        "one_example": "solo este",
        "step": "Paso",
        "speed": "Velocidad",
        "frame": "Paso a paso",
    },
    "script": {
        "position": "Paso {step} de {steps}: {title}",
        "play": "Reproducir",
        "pause": "Pausar",
        "changed": "{what}: {equation}",
        "at_step": "Paso {step}",
        "mean": "media de {name}",
        "curve": "El coste a lo largo de los pasos: {first} … {last}",
        "not_finite": "{equation}: desde aquí ningún paso lleva más lejos. Deshazlo o restablece.",
        "random": "Parámetros al azar",
        "reset": "Restablecido",
        "run": "Iniciar",
        "stop": "Detener",
        "right": "Correcto.",
        "no_number": "Eso no es un número. Escríbelo como 0.125, 1/8 o 2.5e-3.",
        "sign": "La magnitud es correcta, pero el signo no.",
        "point": "Las cifras son correctas, pero la posición del punto decimal no.",
        "upside_down": "Ese es el inverso: 1 dividido entre lo que se pide.",
        "close": "Casi. Calcula con más cifras.",
        "wrong": "Todavía no. Revisa cada uno de los factores.",
    },
    "diagram": {
        "page": "Grafo",
        "values": "{count} valor|{count} valores",
        "wires": "{count} arista|{count} aristas",
        "nodes": "{count} nodo|{count} nodos",
        "parameters": "{count} parámetro|{count} parámetros",
        "leaves": "{count} hoja|{count} hojas",
        "operations": "{count} operación|{count} operaciones",
        "more_leaves": "… {count} hoja más|… {count} hojas más",
        "more_operations": "… {count} operación más|… {count} operaciones más",
        "in_boxes": "{nodes} en {count} caja|{nodes} en {count} cajas",
        "drawn_as": "{wires}, dibujadas como {count}",
        "data": "valor",
        "gradient": "grad",
        "gradient_norm": "‖grad‖ {norm}",
        "wide_wires": "cuanto más ancha la arista, mayor el gradiente que vuelve por ella",
        "description": "grafo de {size}",
        "left_out": "omitido: {what}",
        "told": "{name} = {value}",
        "told_operation": "{name} = {operation} de {operands} = {value}",
        "told_gradient": "{told}, gradiente {gradient}",
        "told_more": "{count} más",
    },
    "batch": {
        "more_columns": "… {count} columna más|… {count} columnas más",
        "more_rows": "… {count} fila más|… {count} filas más",
        "examples": "{count} ejemplo|{count} ejemplos",
        "rows_of": "filas de",
        "part_given": "Datos: m = {examples}",
        "part_forward": "Propagación hacia delante",
        "part_backward": "Propagación hacia atrás",
        "title": "{name} y su gradiente para {examples} a la vez, paso a paso",
        "title_given": "Datos",
        "title_forward": "Adelante: {name}",
        "title_seed": "{gradient} = 1",
        "title_backward": "Atrás: {name} → {targets}",
        "title_result": "El gradiente",
        "heading_given": "Los números dados para {examples}",
        "heading_forward": "Hacia delante: el valor de {name}, {shape}",
        "heading_seed": "La propagación hacia atrás empieza en el resultado",
        "heading_backward": "Hacia atrás: lo que envía {name}",
        "heading_result": "El gradiente de {name}",
        "columns": "Cada columna de {names} es un ejemplo: m = {count}.",
        "seed": (
            "Si el resultado cambia, cambia exactamente en la misma medida: "
            "es el primer gradiente entrante."
        ),
        "unused": "{equation} no se usa: a {name}, que es un dato, no le llega ningún gradiente.",
        "to": "A {name}",
        "entries": ("El gradiente entrante y el local se multiplican elemento a elemento: ⊙."),
        "product": (
            "El producto de matrices suma sobre el {count} ejemplo.|"
            "El producto de matrices suma sobre los {count} ejemplos."
        ),
        "inner": "El producto de matrices suma sobre las filas de {name}.",
        "sum": "Todos los ejemplos comparten {name}: se suma lo que envían sus columnas.",
        "columns_way": (
            "Un elemento de {name} actúa sobre todos los resultados de su columna; se suma lo que "
            "estos devuelven."
        ),
        "copy": "Lo que llega se envía tal cual.",
        "cost": "El primer gradiente entrante es 1, así que este es el gradiente mismo.",
        "arrives_first": "Es el primero de varios gradientes que llegan a {name}.",
        "arrives_so_far": "Se suma a lo que ya ha llegado a {name}: {total} hasta ahora.",
        "arrives_last": "Se suma a lo que ya ha llegado a {name}: {total}.",
        "entry_by_entry": "Las sumas sobre los ejemplos, elemento a elemento",
        "spoken_given": "Datos: {values}.",
        "spoken_forward": "{equation}.",
        "spoken_seed": "La propagación hacia atrás empieza en el resultado: {gradient} = 1.",
        "spoken_sent": "A {name}: {equations}. {remarks}",
        "spoken_result": "El gradiente: {values}.",
        "description": "un lote de {examples} en matrices: {names}",
    },
    "network": {
        "inputs": "Entrada",
        "hidden": "Oculta",
        "hidden_of_several": "Oculta {number}",
        "output": "Salida",
        "softmax": "Softmax",
        "maxout": "Maxout",
        "loss": "Pérdida",
        "more": "{count} más",
        "class": "clase {number} de {count}",
        "weight": "peso {number}",
        "gradient": "gradiente de un peso {number}",
        "width": "cuanto más ancho, mayor",
        "told": "red de {sizes}",
        "told_column": "{title}: {values}",
        "told_layer": "{title} ({activation}): {values}",
        "parameters": "Pesos y sesgos",
        "target": "Objetivo",
        "whole_gradients": (
            "Un parámetro muestra su gradiente completo, también lo que le llegó por otros caminos."
        ),
    },
    "explore": {
        "title": "{function} y su gradiente",
        "plot": "Gráfica en la que las flechas mueven el punto",
        "numbers": "En el punto",
        "tangent": "tangente",
        "gradient": "gradiente",
        "graph": "Cómo se calcula",
        "keys_curve": (
            "El punto sigue al puntero, a un dedo o a las teclas ← y → (con Mayús, en pasos "
            "mayores). La rueda, dos dedos, + y − acercan la vista a él; 0 la devuelve."
        ),
        "keys_field": (
            "El punto sigue al puntero, a un dedo o a las flechas (con Mayús, en pasos mayores). "
            "La rueda, dos dedos, + y − acercan la vista a él; 0 la devuelve."
        ),
        "undefined": "Aquí la función no tiene ningún número.",
        "no_tangent": "Aquí la curva no tiene tangente.",
        "gaps": "De {low} a {high} la curva tiene huecos.",
        "distance": (
            "De {low} a {high} la curva se aparta de su tangente {distance} como máximo: {share} "
            "% de la altura de la ventana."
        ),
        "no_plane": "Aquí la función no tiene gradiente.",
        "flat": "El gradiente es 0: desde aquí ninguna dirección sube ni baja al principio.",
        "gaps_plane": "En esta ventana la función tiene huecos.",
        "distance_plane": (
            "En esta ventana la función se aparta de su plano tangente {distance} como máximo: "
            "{share} % del rango de sus valores."
        ),
        "title_model": "{model} aprende",
        "plane": "Plano con puntos en el que las flechas mueven el puntero",
        "prediction": "predicción",
        "target": "valor deseado",
        "training": "Entrenamiento",
        "train": "Entrenar",
        "pause": "Pausa",
        "at_once": "De una vez",
        "renew": "Nuevos pesos iniciales",
        "rate": "tasa de aprendizaje",
        "steps": "pasos",
        "size": "puntos por paso",
        "add": "Añadir punto",
        "undo": "Deshacer",
        "clear": "Vaciar",
        "keys_plane": (
            "El puntero, un dedo o las flechas recorren el plano; una pulsación o Intro añade"
            " un punto. La rueda, dos dedos, + y − acercan la vista, 0 la devuelve; arrastrar"
            " mueve el plano."
        ),
        "untrained": "coste {cost}",
        "trained": "{steps} pasos, coste {cost}",
        "failed": (
            "Tras {steps} pasos los números son demasiado grandes: toma una tasa de "
            "aprendizaje menor."
        ),
        "pointed": "{names} = {x}, {other} = {y}: predicción {answer}",
        "added": "Añadido en {x}, {y}: {number} puntos",
    },
}
