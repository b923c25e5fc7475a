"""What stands in front of a Space: takes https under its public host, and hands on by http with `X-Forwarded-…`."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
OF_ONE_CONNECTION = ("connection", "keep-alive", "transfer-encoding", "content-length")


def front(inner: str) -> Starlette:
    """An application that hands every request on.

    Args:
        inner: address of the program.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    client = httpx.AsyncClient(base_url=inner, timeout=None, limits=limits)

    async def hand_on(request: Request) -> Response:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"connection"]
        headers += [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"203.0.113.7")]
        raw_path = request.scope["raw_path"] + (b"?" + request.scope["query_string"])
        url = client.base_url.copy_with(raw_path=raw_path)
        body = await request.body()
        answer = await client.send(
            client.build_request(request.method, url, headers=headers, content=body), stream=True
        )
        found = StreamingResponse(answer.aiter_raw(), answer.status_code, background=BackgroundTask(answer.aclose))
        found.raw_headers = [
            (name.lower(), value)
            for name, value in answer.headers.raw
            if name.lower().decode() not in OF_ONE_CONNECTION
        ]
        return found

    return Starlette(routes=[Route("/{path:path}", hand_on, methods=METHODS)])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(app: ASGIApp, port: int, certificate: Path | None = None) -> Iterator[None]:
    """The application at a port of this machine, in a thread, until the block is left.

    Args:
        certificate: with its key, to be served by https.
    """
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        lifespan="off",
        ssl_certfile=certificate,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def made_certificate(folder: Path, host: str) -> Path:
    """A file with a key and a certificate for a host, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    signed = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    written = key.private_bytes(serialization.Encoding.PEM, form, plain)
    path = folder / "certificate.pem"
    path.write_bytes(written + signed.public_bytes(serialization.Encoding.PEM))
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
    return path
