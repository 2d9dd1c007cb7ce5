"""What people also write over a column, on a tab or in a cell, beside our own names and labels.

The catalogs translate the labels; these words are taken whatever the catalogs say, so that a sheet that was filled in
French or Spanish stays readable. Case, accents, spaces and punctuation make no difference.
"""

WORKSHEETS: dict[str, tuple[str, ...]] = {
    "Milestones": ("milestone", "jalons", "étapes", "hitos", "etapas"),
    "Contributions": ("contribution", "inputs", "contribuciones", "aportaciones", "aportes"),
    "Sections": ("section", "secciones", "sections régionales", "secciones regionales"),
    "Countries": ("country", "pays", "países"),
    "Charter": ("charter blocks", "charte", "la charte", "blocs", "carta", "la carta", "bloques"),
    "Questions": ("question", "guiding questions", "questions d'orientation", "preguntas", "preguntas orientadoras"),
    "Words": ("words of this network", "palabras", "mots", "parole", "vocabulary", "vocabulaire", "vocabulario"),
    "Columns": ("columnas", "colonnes", "colonne", "ties"),
    "Settings": ("setting", "paramètres", "réglages", "configuration", "ajustes", "configuración", "parámetros"),
}

COLUMNS: dict[str, tuple[str, ...]] = {
    "worksheet": ("their worksheet", "tab", "onglet", "feuille", "hoja", "pestaña", "foglio", "scheda"),
    "reads_as": ("read as", "our worksheet", "se lit comme", "lu comme", "se lee como", "leer como", "letto come"),
    "header": ("their header", "their column", "en-tête", "son en-tête", "encabezado", "su encabezado", "intestazione"),
    "column": ("notre colonne", "nuestra columna", "la nostra colonna", "colonne", "columna", "colonna"),
    "id": (
        "identifier",
        "identifiant",
        "identificador",
        "réf",
        "ref",
        "référence",
        "referencia",
        "n°",
        "no",
        "nº",
        "#",
    ),
    "code": ("codes", "code", "código"),
    "title": (
        *("titre", "intitulé", "título", "task", "task name", "tâche", "tarea", "activity", "activité", "actividad"),
        *("step", "étape", "milestone", "jalon", "hito", "etapa", "titolo", "attività", "nome", "tappa", "name", "nom"),
        *("nombre", "what", "quoi", "action"),
    ),
    "name": ("nom", "nombre", "denominación"),
    "text": ("texte", "texto", "libellé", "enunciado", "question", "pregunta"),
    "kind": ("type", "nature", "catégorie", "tipo", "clase", "categoría"),
    "due": (
        *("due date", "due on", "échéance", "date d'échéance", "date prévue", "prévu le", "prévue le", "pour le"),
        *("vencimiento", "fecha prevista", "previsto", "prevista", "plazo", "fecha límite", "fecha de vencimiento"),
    ),
    "due_precision": (
        *("précision de l'échéance", "précision échéance", "précision de la date prévue", "précision"),
        *("precisión del vencimiento", "precisión vencimiento", "precisión del plazo", "precisión"),
        *("precisión de la fecha prevista", "precisión de la fecha límite", "precision"),
    ),
    "baseline": (
        *("baseline date", "first announced", "originally due", "échéance initiale", "date initiale"),
        *("date annoncée", "première annonce", "annoncé pour", "fecha inicial", "vencimiento inicial"),
        *("plazo inicial", "fecha anunciada", "primer anuncio", "línea de base"),
    ),
    "baseline_precision": (
        *("précision de l'échéance initiale", "précision de la date initiale", "précision initiale"),
        *("précision de la date annoncée", "precisión inicial", "precisión de la fecha inicial"),
        *("precisión del vencimiento inicial", "precisión del plazo inicial", "precisión de la fecha anunciada"),
    ),
    "done_on": (
        *("done", "fait le", "faite le", "réalisé le", "réalisée le", "achevé le", "date de réalisation"),
        *("hecho el", "realizado el", "realizada el", "cumplido el", "cumplida el", "fecha de realización"),
    ),
    "starts": (
        *(
            "start date",
            "starts on",
            "from",
            "date de début",
            "débute le",
            "fecha de inicio",
            "data di inizio",
            "inizio",
        ),
        *("start", "starts at", "début", "débute", "commence", "commence à", "inicio", "empieza", "comienza"),
    ),
    "ends": (
        *(
            "end date",
            "finish",
            "finish date",
            "date de fin",
            "date fin",
            "fecha de fin",
            "fecha fin",
            "data di fine",
            "fine",
        ),
        *(
            "fecha de finalización",
            "fecha de término",
            "end",
            "ends at",
            "fin",
            "finit",
            "se termine",
            "se termine à",
            "termina",
            "acaba",
            "finaliza",
        ),
    ),
    "body": ("organe", "instance", "órgano", "instancia"),
    "owner": ("responsable", "porteur", "porteuse", "pilote", "persona responsable", "encargado", "a cargo de"),
    "depends_on": ("depends", "dependencies", "dépend de", "dépendances", "depende de", "dependencias"),
    "deliverable": ("deliverables", "livrable", "livrables", "entregable", "entregables", "producto"),
    "outcome": ("outcomes", "result", "résultat", "résultats", "resultado", "resultados"),
    "link": ("url", "links", "hyperlink", "lien", "liens", "enlace", "enlaces", "vínculo"),
    "state": ("status", "état", "statut", "estado", "situación"),
    "received_on": (
        *(
            "timestamp",
            "horodateur",
            "marca temporal",
            "informazioni cronologiche",
            "carimbo de data/hora",
            "zeitstempel",
        ),
        *(
            "completion time",
            "heure de fin",
            "hora de finalización",
            "ora di completamento",
            "submitted at",
            "submission date",
        ),
        *("date de soumission", "fecha de envío", "data di invio", "ricevuto il", "ricevuta il", "data di ricezione"),
        *("received", "date received", "reception date", "reçu le", "reçue le", "reçu·e le", "date de réception"),
        *("recibido el", "recibida el", "recibido", "fecha de recepción", "recepción"),
    ),
    "contributor": (
        *("city", "ville", "ciudad", "città", "organisation", "organization", "organización", "organizzazione"),
        *("organisme", "collectivité", "municipality", "municipalité", "municipio", "comune", "who", "qui", "quién"),
        *("contributors", "contributeur", "contributrice", "contributeur·rice", "contributeur·trice"),
        *("contributeur/contributrice", "contribuyente", "contribuidor", "contribuidora", "aportante", "participante"),
        *("contributeur ou contributrice", "contribuidor/a", "quien contribuye", "autor"),
    ),
    "contributor_type": (
        *("type of contributor", "type de contributeur", "type de contributeur·rice", "type de contributrice"),
        *("tipo de contribuyente", "tipo de contribuidor", "tipo de aportante", "tipo de participante"),
    ),
    "country": ("countries", "pays", "país"),
    "section": (
        *("region", "région", "región", "regione", "regiao", "your region", "votre région", "su región", "tu región"),
        *("la vostra regione", "which region are you in", "dans quelle région êtes-vous", "en qué región está"),
        *("network section", "section régionale", "sección", "sección regional"),
    ),
    "also_counts_for": (
        *("also counts", "compte aussi pour", "comptée aussi pour", "vaut aussi pour"),
        *("cuenta también para", "también cuenta para", "cuenta además para"),
    ),
    "policy_council": (
        "council",
        "conseil politique",
        "conseil",
        "consejo político",
        "consejo de políticas",
        "consejo",
    ),
    "milestone": ("milestones", "jalon", "jalons", "étape", "hito", "hitos", "etapa"),
    "question": ("questions", "guiding question", "question d'orientation", "pregunta", "preguntas"),
    "theme": ("themes", "topic", "thème", "thèmes", "tema", "temas"),
    "language": ("lang", "langue", "idioma", "lengua"),
    "summary": ("résumé", "synthèse", "resumen", "síntesis"),
    "considered_on": (
        *("considered", "examiné le", "examinée le", "considéré le", "étudié le", "étudiée le", "date d'examen"),
        *("examinado el", "examinada el", "considerado el", "considerada el", "estudiado el", "estudiada el"),
    ),
    "decided_on": (
        *("decided", "decision date", "décidé le", "décidée le", "date de décision", "date de la décision"),
        *("decidido el", "decidida el", "fecha de decisión", "fecha de la decisión"),
    ),
    "decision": ("décision", "decisión"),
    "reason": ("reasons", "raison", "motif", "justification", "razón", "motivo", "justificación"),
    "charter_block": (
        *("charter blocks", "block", "blocks", "bloc", "blocs", "bloc de la charte", "blocs de la charte"),
        *("bloque", "bloques", "bloque de la carta", "bloques de la carta"),
    ),
    "expected": (
        *("expected contributions", "attendu", "attendue", "attendues", "attendus", "contributions attendues"),
        *("esperado", "esperada", "esperadas", "esperados", "contribuciones esperadas", "previstas"),
    ),
    "contact": ("contacts", "contacto", "contactos"),
    "draft": ("draft text", "projet", "projet de texte", "brouillon", "borrador", "proyecto de texto"),
    "part": ("chapter", "section of the text", "partie", "chapitre", "parte", "capítulo"),
    "reply": (
        *("response", "does the contributor recognise its words", "recognizes its words", "réponse", "se reconnaît"),
        *(
            "le contributeur reconnaît-il ses propos",
            "respuesta",
            "se reconoce",
            "reconoce el contribuyente sus palabras",
        ),
    ),
    "lead": ("leads", "chef de file", "pilote", "responsable", "líder", "a cargo de"),
    "key": ("keys", "setting", "parameter", "clé", "clef", "paramètre", "réglage", "clave", "parámetro", "ajuste"),
    "value": ("values", "valeur", "valeurs", "valor", "valores"),
}

SETTINGS: dict[str, tuple[str, ...]] = {
    "title": ("titre", "título"),
    "start": ("starts", "start date", "début", "date de début", "inicio", "comienzo", "fecha de inicio"),
    "launch": ("launch date", "lancement", "date de lancement", "lanzamiento", "fecha de lanzamiento"),
    "short_title": ("short name", "titre court", "nom court", "título corto", "nombre corto"),
    "contributions_until": (
        *("deadline", "deadline for contributions", "contributions by", "date limite des contributions"),
        *("contributions jusqu'au", "plazo de contribuciones", "fecha límite de las contribuciones"),
    ),
    "colour": ("color", "colors", "colours", "couleur", "couleurs", "colores"),
    "licence": ("license", "data licence", "licencia"),
    "timezone": ("time zone", "fuseau horaire", "fuseau", "zona horaria", "huso horario"),
    "locale": (
        *("regional settings", "paramètres régionaux", "format régional", "configuración regional"),
        *("formato regional",),
    ),
    "target": ("cible", "objectif", "meta", "objetivo"),
    "answered_min": (
        *(
            "answered minimum",
            "minimum answered",
            "seuil de réponse",
            "répondue à partir de",
            "répondu à partir de",
            "réponse à partir de",
        ),
        *("umbral de respuesta", "respondida a partir de", "respondido a partir de"),
    ),
    "reporting_date": (
        *("as of", "report date", "date de référence", "date du rapport", "date d'arrêté"),
        *("fecha de referencia", "fecha del informe"),
    ),
    "illustrative": ("données illustratives", "illustratif", "datos ilustrativos", "ilustrativo"),
    "show_contacts": ("afficher les contacts", "montrer les contacts", "mostrar contactos", "mostrar los contactos"),
}

_TAKEN = (
    *("reflected", "accepted", "approved", "adopted", "included", "incorporated", "integrated", "retained", "taken up"),
    *("taken into account", "agreed", "endorsed", "reflété", "reflétée", "repris", "reprise", "intégré", "intégrée"),
    *("retenu", "retenue", "accepté", "acceptée", "approuvé", "approuvée", "adopté", "adoptée", "inclus", "incluse"),
    *("prise en compte", "pris en compte", "incorporé", "incorporée", "validé", "validée", "reflejado", "reflejada"),
    *("recogido", "recogida", "incorporado", "incorporada", "aceptado", "aceptada", "aprobado", "aprobada"),
    *("adoptado", "adoptada", "incluido", "incluida", "integrado", "integrada", "tenida en cuenta", "tenido en cuenta"),
    *("accolto", "accolta", "accettato", "accettata", "approvato", "approvata", "recepito", "recepita", "ripreso"),
    *("ripresa", "integrato", "inserita", "aceite", "aceita", "aprovado", "aprovada", "incluído", "incluída"),
)
_FULLY = ("fully", "wholly", "entièrement", "totalement", "totalmente", "plenamente", "completamente", "pienamente")
_ON_THE_WHOLE = ("aceptada en su totalidad", "acceptée en totalité", "accepted in full", "reflected in full")
_PARTLY = (
    *(
        "partly",
        "partially",
        "partial",
        "in part",
        "partiellement",
        "en partie",
        "partiel",
        "partielle",
        "parcialmente",
    ),
    *("en parte", "parcial", "parzialmente", "in parte", "parziale", "em parte", "with changes", "with amendments"),
    *("avec modifications", "con cambios", "con modificaciones", "con modifiche"),
)
_REFUSED = (
    *("rejected", "refused", "declined", "dismissed", "discarded", "denied", "not taken up", "rejeté", "rejetée"),
    *("refusé", "refusée", "écarté", "écartée", "déclinée", "rechazado", "rechazada", "descartado", "descartada"),
    *("denegado", "denegada", "desestimado", "desestimada", "respinto", "respinta", "rifiutato", "rifiutata"),
    *("scartata", "rejeitado", "rejeitada", "recusada"),
)
_NOT = ("not", "non", "no", "pas", "não")

VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "milestone kind": {
        "consultation": ("consulta",),
        "session": ("séance", "sesión", "réunion"),
        "decision": ("décision", "decisión"),
        "drafting": ("rédaction", "redacción"),
        "deadline": ("échéance", "date limite", "plazo", "fecha límite"),
        "launch": ("lancement", "lanzamiento"),
    },
    "precision": {"day": ("days", "jour", "día", "journée"), "month": ("months", "mois", "mes")},
    "state": {
        "cancelled": ("canceled", "annulé", "annulée", "cancelado", "cancelada", "anulado", "anulada"),
        "postponed": (
            *("reporté", "reportée", "repoussé", "repoussée", "ajourné"),
            *("aplazado", "aplazada", "pospuesto", "pospuesta"),
        ),
    },
    "decision": {
        "reflected": (*_TAKEN, *(f"{fully} {word}" for fully in _FULLY for word in _TAKEN), *_ON_THE_WHOLE),
        "partly": (
            *_PARTLY,
            *(form for part in _PARTLY for word in _TAKEN for form in (f"{part} {word}", f"{word} {part}")),
        ),
        "not_reflected": (*_REFUSED, *(f"{no} {word}" for no in _NOT for word in _TAKEN), "unreflected"),
        "out_of_scope": (
            *("off topic", "outside the scope", "outside scope", "not in scope", "hors sujet", "hors champ"),
            *("hors périmètre", "hors cadre", "hors de propos", "fuera de alcance", "fuera del alcance"),
            *("fuera de ámbito", "fuera del ámbito", "fuera de tema", "fuori ambito", "fuori tema", "fora do âmbito"),
        ),
    },
    "reply": {
        "yes": ("y", "true", "oui", "sí", "fully", "tout à fait", "entièrement", "totalmente", "del todo"),
        "partly": ("partially", "partial", "partiellement", "parcialmente", "parcial"),
        "no": ("n", "false", "not at all", "non", "pas du tout", "de ninguna manera"),
    },
    "charter part": {
        "commitments": ("commitment", "engagement", "compromiso"),
        "calls": ("call", "calls", "call to action", "appel", "appels", "llamado", "llamados", "llamamientos"),
    },
    "section kind": {
        "regional": ("régional", "régionale", "regional section", "section régionale", "sección regional"),
        "metropolitan": ("métropolitain", "métropolitaine", "metropolitano", "metropolitana"),
        "regions": ("régions", "regiones", "forum of regions", "forum des régions", "foro de regiones"),
    },
}

TIMESTAMPS = (
    *("timestamp", "horodateur", "marca temporal", "informazioni cronologiche", "carimbo de data/hora", "zeitstempel"),
    *("completion time", "heure de fin", "hora de finalización", "ora di completamento"),
)
"""What forms write over the moment an answer came in."""

FORM_TITLES = (
    *("form responses", "responses", "réponses au formulaire", "réponses", "respuestas de formulario", "respuestas"),
    *("respuestas del formulario", "risposte del modulo", "risposte", "respostas ao formulário", "formularantworten"),
    *("sheet1 responses", "proposals", "propositions", "propuestas", "proposte"),
)
"""Titles that forms and platforms give the tab of what came in, without its number."""

NAMES_OF_WHO = (
    "city",
    "ville",
    "ciudad",
    "citta",
    "organi",
    "collectivit",
    "municip",
    "comun",
    "entidad",
    "institution",
)
WORDS_OF_A_NAME = ("name", "nom", "nombre", "nome")
WORDS_OF_ANOTHER = (
    "mail",
    "phone",
    "tel",
    "address",
    "adresse",
    "direcc",
    "contact",
    "number",
    "numero",
    "population",
    "type",
)

DONE = (
    *("done", "complete", "completed", "finished", "closed", "achieved", "terminé", "terminée", "fait", "faite"),
    *("achevé", "achevée", "réalisé", "réalisée", "franchi", "franchie", "clos", "close", "fini", "finie", "accompli"),
    *("terminado", "terminada", "hecho", "hecha", "completado", "completada", "realizado", "realizada", "finalizado"),
    *("finalizada", "cumplido", "cumplida", "concluido", "concluida", "cerrado", "completato", "completata", "fatto"),
    *("fatta", "finito", "finita", "concluso", "conclusa", "terminato", "terminata", "concluído", "feito"),
)
"""What people write of a step that is done."""

UNDECIDED: dict[str, tuple[str, ...]] = {
    "state": (
        *DONE,
        *(
            "in progress",
            "ongoing",
            "started",
            "under way",
            "underway",
            "active",
            "open",
            "not started",
            "to do",
            "todo",
        ),
        *(
            "planned",
            "upcoming",
            "scheduled",
            "on track",
            "on course",
            "late",
            "delayed",
            "overdue",
            "en cours",
            "démarré",
        ),
        *("débuté", "commencé", "non commencé", "pas commencé", "à faire", "à venir", "prévu", "prévue", "planifié"),
        *("planifiée", "en retard", "en curso", "en progreso", "en marcha", "iniciado", "sin empezar", "no iniciado"),
        *("por hacer", "previsto", "prevista", "planificado", "planificada", "pendiente", "atrasado", "con retraso"),
        *("in corso", "iniziato", "da fare", "da iniziare", "non iniziato", "pianificato", "in ritardo", "em curso"),
    ),
    "decision": (
        *("withdrawn", "retirada", "retirado", "retirée", "retiré", "ritirata", "ritirato"),
        *("pending", "open", "evaluating", "in evaluation", "under evaluation", "under review", "in review"),
        *("under discussion", "in discussion", "in progress", "to be decided", "not yet decided", "undecided"),
        *("not answered", "considered", "awaiting decision", "deferred", "en attente", "en cours", "à décider"),
        *("en cours d'évaluation", "en évaluation", "en cours d'examen", "à l'étude", "en discussion", "non décidée"),
        *("pas encore décidée", "examinée", "en délibération", "pendiente", "en evaluación", "en curso", "en estudio"),
        *("en revisión", "en discusión", "en trámite", "por decidir", "sin decidir", "in valutazione", "in corso"),
        *("in sospeso", "in attesa", "in discussione", "da decidere", "em avaliação", "pendente", "em análise"),
    ),
}
"""What people write in a cell of a closed list while nothing is decided: no value of the list, and no mistake."""

ROW_NOUNS: dict[str, tuple[str, ...]] = {
    "Questions": ("q", "pregunta", "domanda", "domande", "pergunta", "perguntas", "frage", "fragen"),
    "Milestones": ("m", "milestone", "step", "steps", "jalon", "étape", "hito", "etapa", "tappa", "tappe"),
    "Charter": ("block", "blocks", "bloc", "bloque", "blocco", "blocchi", "bloco", "part", "partie", "parte"),
}
"""What one row is called before its number: question 2, jalon 3."""

SMALL_NUMBERS: dict[str, str] = {
    **{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "deux": "2", "trois": "3", "quatre": "4"},
    **{"cinq": "5", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "due": "2", "tre": "3"},
    **{"quattro": "4", "cinque": "5", "duas": "2", "dois": "2", "quatro": "4"},
}

BOTH_QUESTIONS = (
    *("both", "both questions", "all", "all questions", "les deux", "les deux questions", "toutes"),
    *("toutes les questions", "tous", "tout", "ambas", "ambas preguntas", "las dos", "las dos preguntas", "todas"),
    *("todas las preguntas", "ambos", "todos", "todo", "both of them", "both q", "every question", "entrambe"),
    *("entrambe le domande", "tutte", "tutte le domande", "tutte e due", "as duas", "ambas as perguntas", "beide"),
)

TOTALS = (
    *("total", "totals", "grand total", "subtotal", "sub total", "sum", "totaux", "total général", "sous-total"),
    *("somme", "totales", "total general", "suma", "overall total", "total global", "totale", "somma"),
    *("totale generale", "subtotale", "soma", "total geral", "summe", "gesamt", "gesamtsumme", "total received"),
)

YES = (
    *("true", "yes", "y", "x", "1", "on", "ok", "vrai", "oui", "o", "verdadero", "sí", "s", "cierto"),
    *("✓", "✔", "☑", "✅"),
)
NO = ("false", "no", "n", "0", "off", "faux", "non", "falso", "✗", "✘", "☐", "❌")

LANGUAGE_TAGS: dict[str, tuple[str, ...]] = {"es": ("esp", "castellano")}
