"""Words that people type where there is nothing to say: N/A, s/o, à confirmer, a dash. They mean an empty cell."""

import re

from data.reading.keys import plain

_LENGTH_MAX = 40

_WORDS = frozenset(
    plain(word)
    for word in (
        *("n/a", "na", "n.a.", "nil", "none", "null", "nothing", "tbc", "tbd", "tba", "nc", "n.d.", "nd", "nr", "no"),
        *("to be confirmed", "to be defined", "to be decided", "to be determined", "to be announced", "to confirm"),
        *("not applicable", "not available", "not known", "not given", "not specified", "no data", "no answer"),
        *("no value", "not yet known", "s.o.", "non", "aucun", "aucune", "néant", "rien", "sans objet", "sans réponse"),
        *("non applicable", "non disponible", "non communiqué", "non communiquée", "non renseigné", "non renseignée"),
        *("non précisé", "non précisée", "non défini", "non définie", "non connu", "à confirmer", "à définir"),
        *("à déterminer", "à préciser", "à compléter", "à renseigner", "date à confirmer", "à fixer", "pas de réponse"),
        *("ninguno", "ninguna", "nada", "s.d.", "sin dato", "sin datos", "sin respuesta", "no aplica", "no procede"),
        *("no aplicable", "no disponible", "no consta", "no especificado", "por confirmar", "a confirmar"),
        *("por definir", "por determinar", "por concretar", "pendiente de confirmar", "pendiente de confirmación"),
        *("nessuno", "nessuna", "niente", "nulla", "non disponibile", "non applicabile", "non specificato"),
        *("da confermare", "da definire", "da precisare", "da stabilire", "nessuna risposta"),
        *("nenhum", "nenhuma", "não", "não se aplica", "não aplicável", "não disponível", "sem dados", "keine", "kein"),
        *("a definir", "a determinar", "entfällt", "k.a.", "keine angabe", "vacío", "vide", "(vide)", "(blank)"),
        *("(none)", "(empty)", "(vacío)", "(aucun)", "(ninguno)", "blank", "empty"),
    )
)
_ABBREVIATIONS = frozenset({"na", "so", "sd", "nc", "nd", "nr", "ka", "np"})
"""Said with a sign between or behind the letters: N/A, S. O., n-d."""

_ABBREVIATED = re.compile(r"\(?([a-z])\s?[./\\|-]\s?([a-z])\s?[.]?\)?")
_DIGIT = re.compile("[0-9]")
"""In none of all these, and so the quickest way out for an id or a number."""
_SIGNS_ALONE = re.compile(
    r"[\s.?\u00bf!/\\|_=~*\u00b7\u2026\u2022\-\u2010-\u2015\u2212\u2043\u2500\u2501\u30fc\ufe58\ufe63\uff0d()\[\]]+"
)


def is_no_value(text: str) -> bool:
    """Whether a text only says that there is nothing."""
    if len(text) > _LENGTH_MAX or _DIGIT.search(text):
        return False
    form = text.strip().lower() if text.isascii() else plain(text)
    if form in _WORDS:
        return True
    if form.isalnum():
        return False
    if len(form) <= 8 and (found := _ABBREVIATED.fullmatch(form)):
        return found[1] + found[2] in _ABBREVIATIONS
    return bool(form) and not form[0].isalnum() and _SIGNS_ALONE.fullmatch(form) is not None
