"""Who asks, by the cookie that Streamlit signs at sign-in: read here as Streamlit reads it for a websocket."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from data import insides


def claims_of(cookies: Mapping[str, str], secret: str, origin: str) -> dict[str, Any] | None:
    """What the sign-in service said of who asks: nothing without a cookie, None for one that holds no more.

    That is one that was signed with another ``secret`` than the site's, for another ``origin``, or too long ago.
    """
    if not insides.identity():
        # Nobody is let in whom we cannot know.
        return None
    from streamlit.auth_util import get_cookie_with_chunks
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    if USER_COOKIE_NAME not in cookies:
        return {}

    def one(name: str) -> bytes | None:
        # HTTP knows ISO-8859-1 alone.
        return decode_signed_value(secret, name, cookies[name].encode("latin-1")) if name in cookies else None

    try:
        signed = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        claims = json.loads(signed) if signed else None
    except ValueError:
        return None
    is_ours = isinstance(claims, dict) and claims.get("origin") == origin and claims.get("is_logged_in") is True
    return claims if is_ours else None


def mark_of(claims: Mapping[str, Any]) -> bytes:
    """What tells this sign-in from every other one: a service answers each with another number (``nonce``)."""
    return hashlib.sha256(json.dumps(claims, sort_keys=True).encode()).digest()


def sign_in_query(provider: str) -> str:
    """The parameter with which Streamlit's own address sends somebody to a sign-in service."""
    from streamlit.auth_util import encode_provider_token

    return f"provider={encode_provider_token(provider)}"
