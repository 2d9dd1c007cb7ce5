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
    "Settings": ("setting", "paramètres", "réglages", "configuration", "ajustes", "configuración", "parámetros"),
}

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("identifier", "identifiant", "identificador", "réf", "ref", "référence", "referencia", "n°", "no", "nº"),
    "code": ("codes", "code", "código"),
    "title": ("titre", "intitulé", "título"),
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
    "starts": ("start", "starts at", "début", "débute", "commence", "commence à", "inicio", "empieza", "comienza"),
    "ends": ("end", "ends at", "fin", "finit", "se termine", "se termine à", "termina", "acaba", "finaliza"),
    "body": ("organe", "instance", "órgano", "instancia"),
    "owner": ("responsable", "porteur", "porteuse", "pilote", "persona responsable", "encargado", "a cargo de"),
    "depends_on": ("depends", "dependencies", "dépend de", "dépendances", "depende de", "dependencias"),
    "deliverable": ("deliverables", "livrable", "livrables", "entregable", "entregables", "producto"),
    "outcome": ("outcomes", "result", "résultat", "résultats", "resultado", "resultados"),
    "link": ("url", "links", "hyperlink", "lien", "liens", "enlace", "enlaces", "vínculo"),
    "state": ("status", "état", "statut", "estado", "situación"),
    "received_on": (
        *("received", "date received", "reception date", "reçu le", "reçue le", "reçu·e le", "date de réception"),
        *("recibido el", "recibida el", "recibido", "fecha de recepción", "recepción"),
    ),
    "contributor": (
        *("contributors", "contributeur", "contributrice", "contributeur·rice", "contributeur·trice"),
        *("contributeur/contributrice", "contribuyente", "contribuidor", "contribuidora", "aportante", "participante"),
        *("contributeur ou contributrice", "contribuidor/a", "quien contribuye", "autor"),
    ),
    "contributor_type": (
        *("type of contributor", "type de contributeur", "type de contributeur·rice", "type de contributrice"),
        *("tipo de contribuyente", "tipo de contribuidor", "tipo de aportante", "tipo de participante"),
    ),
    "country": ("countries", "pays", "país"),
    "section": ("network section", "section régionale", "sección", "sección regional"),
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
    "licence": ("license", "data licence", "licencia"),
    "timezone": ("time zone", "fuseau horaire", "fuseau", "zona horaria", "huso horario"),
    "locale": (
        *("regional settings", "paramètres régionaux", "format régional", "configuración regional"),
        *("formato regional",),
    ),
    "target": ("cible", "objectif", "meta", "objetivo"),
    "answered_min": (
        *("answered minimum", "minimum answered", "seuil de réponse", "répondu à partir de", "réponse à partir de"),
        *("umbral de respuesta", "respondida a partir de", "respondido a partir de"),
    ),
    "reporting_date": (
        *("as of", "report date", "date de référence", "date du rapport", "date d'arrêté"),
        *("fecha de referencia", "fecha del informe"),
    ),
    "illustrative": ("données illustratives", "illustratif", "datos ilustrativos", "ilustrativo"),
    "show_contacts": ("afficher les contacts", "montrer les contacts", "mostrar contactos", "mostrar los contactos"),
}

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
        "reflected": (
            *("fully reflected", "reflété", "reflétée", "repris", "reprise", "intégré", "intégrée", "retenue"),
            *("reflejado", "reflejada", "recogido", "recogida", "incorporado", "incorporada"),
        ),
        "partly": (
            *("partially reflected", "partially", "partial", "in part", "partiellement", "en partie"),
            *("partiellement reflété", "partiellement reflétée", "reflété en partie", "reflétée en partie"),
            *("partiellement reprise", "reprise en partie", "partiellement intégrée", "reflétée partiellement"),
            *("parcialmente", "en parte", "parcial", "parcialmente reflejado", "parcialmente reflejada"),
            *("reflejado parcialmente", "reflejada parcialmente", "reflejado en parte", "reflejada en parte"),
            *("parcialmente recogida", "recogida en parte", "parcialmente incorporada"),
        ),
        "not_reflected": (
            *("unreflected", "not included", "non reflété", "non reflétée", "pas reflété", "pas reflétée"),
            *("non repris", "non reprise", "non intégrée", "non retenue"),
            *("no reflejado", "no reflejada", "no recogido", "no recogida", "no incorporada"),
        ),
        "out_of_scope": (
            *("off topic", "outside the scope", "hors sujet", "hors champ", "hors périmètre", "hors cadre"),
            *("fuera de alcance", "fuera del alcance", "fuera de ámbito", "fuera del ámbito", "fuera de tema"),
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

BOTH_QUESTIONS = (
    *("both", "both questions", "all", "all questions", "les deux", "les deux questions", "toutes"),
    *("toutes les questions", "tous", "tout", "ambas", "ambas preguntas", "las dos", "las dos preguntas", "todas"),
    *("todas las preguntas", "ambos", "todos", "todo"),
)

TOTALS = (
    *("total", "totals", "grand total", "subtotal", "sub total", "sum", "totaux", "total général", "sous-total"),
    *("somme", "totales", "total general", "suma", "overall total", "total global", "ensemble"),
)

YES = (
    *("true", "yes", "y", "x", "1", "on", "ok", "vrai", "oui", "o", "verdadero", "sí", "s", "cierto"),
    *("✓", "✔", "☑", "✅"),
)
NO = ("false", "no", "n", "0", "off", "faux", "non", "falso", "✗", "✘", "☐", "❌")

LANGUAGE_TAGS: dict[str, tuple[str, ...]] = {"es": ("esp", "castellano")}
