"""Encrypted for who has the private key of a certificate, and for nobody else: CMS enveloped data (RFC 5652), which
``openssl cms -decrypt`` opens."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options
from cryptography.x509 import load_pem_x509_certificate

_LEAST_BITS = 2048


class CertificateError(Exception):
    """A certificate cannot be used; the text says why and what to do."""


def check(certificate: bytes) -> None:
    """CertificateError for what is no X.509 certificate (PEM) of an RSA key of at least 2048 bits."""
    try:
        key = load_pem_x509_certificate(certificate).public_key()
    except ValueError:
        raise CertificateError(
            "PUBLIC_KEY is no certificate: `openssl req -x509 -newkey rsa:3072 -nodes -subj /CN=answer -keyout key.pem "
            "-out cert.pem` makes one, and cert.pem is the file to give"
        ) from None
    if not isinstance(key, RSAPublicKey) or key.key_size < _LEAST_BITS:
        raise CertificateError(f"PUBLIC_KEY is to be the certificate of an RSA key of {_LEAST_BITS} bits or more")


def sealed_for(certificate: bytes, plain: bytes) -> bytes:
    """``plain`` as enveloped data (DER): AES-256 under a fresh key, which RSA closes for the certificate's owner. Not
    authenticated: it keeps a secret, and does not say who wrote it."""
    check(certificate)
    builder = PKCS7EnvelopeBuilder().set_data(plain).add_recipient(load_pem_x509_certificate(certificate))
    return builder.set_content_encryption_algorithm(AES256).encrypt(Encoding.DER, [PKCS7Options.Binary])
