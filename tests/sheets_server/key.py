"""A throwaway service account: a real RSA key made at run time, and the check of what is signed with it."""

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

EMAIL = "road-reader@demo-project.iam.gserviceaccount.com"


@dataclass(frozen=True)
class ThrowawayKey:
    """The private key of a service account that exists nowhere."""

    private: rsa.RSAPrivateKey

    def fields(self, server: str) -> dict[str, str]:
        """The fields of the JSON key that Google would give, its token endpoint on ``server``."""
        pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "demo-project",
            "private_key_id": "0" * 40,
            "private_key": pem.decode(),
            "client_email": EMAIL,
            "client_id": "100000000000000000000",
            "auth_uri": f"{server}/o/oauth2/auth",
            "token_uri": f"{server}/token",
            "universe_domain": "googleapis.com",
        }

    def claims(self, assertion: str) -> dict[str, Any] | None:
        """The claims of a token request signed with this key; None where the signature is another's."""
        try:
            header, payload, signature = assertion.split(".")
            self.private.public_key().verify(
                _decoded(signature), f"{header}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            return json.loads(_decoded(payload))
        except (ValueError, InvalidSignature):
            return None


@lru_cache(maxsize=1)
def throwaway_key() -> ThrowawayKey:
    """The one key of this process."""
    return ThrowawayKey(rsa.generate_private_key(public_exponent=65537, key_size=2048))


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
