#!/usr/bin/python3
# A mail server that keeps what it gets: SMTP with STARTTLS or TLS and AUTH, by aiosmtpd.
#
# usage: mail_server.py SMTP_PORT HTTP_PORT starttls|tls|none CERTIFICATE KEY USER PASSWORD
# HTTP: GET /mails · DELETE /mails · POST /mode {"reject": "451 4.3.0 later", "times": 2}
import email
import email.policy
import json
import signal
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

smtp_port, http_port, security, certificate, key, user, password = sys.argv[1:8]
lock = threading.Lock()
mails = []
mode = {"reject": None, "times": 0}


def part(message, kind):
    body = message.get_body((kind,))
    return body.get_content() if body else None


def kept(envelope, session):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "subject": str(message["subject"]),
        "headers": {name: str(value) for name, value in message.items()},
        "defects": [str(defect) for defect in message.defects],
        "text": part(message, "plain"),
        "html": part(message, "html"),
        "tls": session.ssl is not None or security == "tls",
        "authenticated": bool(session.authenticated),
        "raw": envelope.content.decode("latin-1"),
    }


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown"):
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with lock:
            if mode["times"] > 0:
                mode["times"] -= 1
                return mode["reject"]
            mails.append(kept(envelope, session))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode()
    return AuthResult(success=right, handled=right)


class Control(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with lock:
            self.answer(mails)

    def do_DELETE(self):
        with lock:
            mails.clear()
        self.answer({})

    def do_POST(self):
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with lock:
            mode.update(wanted)
        self.answer(mode)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
options = {"hostname": "127.0.0.1", "port": int(smtp_port), "auth_required": True, "authenticator": authenticate}
if security == "none":
    controller = Controller(Handler(), auth_require_tls=False, **options)
elif security == "tls":
    controller = Controller(Handler(), ssl_context=context, auth_require_tls=False, **options)
else:
    controller = Controller(Handler(), tls_context=context, require_starttls=True, **options)
controller.start()
web = ThreadingHTTPServer(("127.0.0.1", int(http_port)), Control)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=web.shutdown).start())
web.serve_forever()
controller.stop()
