# The `ssl` that asyncio's TLS tests import: a file's name or its content, over the builtin `tls`. Upstream's comes with
# micropython-lib, a submodule; this one stands in for it in tests and is in no firmware.
import tls
from tls import *


def _content(data):
    if isinstance(data, str):
        with open(data, "rb") as file:
            return file.read()
    return data


class SSLContext:
    def __init__(self, protocol):
        self._tls = tls.SSLContext(protocol)

    @property
    def verify_mode(self):
        return self._tls.verify_mode

    @verify_mode.setter
    def verify_mode(self, mode):
        self._tls.verify_mode = mode

    def load_cert_chain(self, certfile, keyfile):
        self._tls.load_cert_chain(_content(certfile), _content(keyfile))

    def load_verify_locations(self, cafile=None, cadata=None):
        self._tls.load_verify_locations(cadata if cafile is None else _content(cafile))

    def wrap_socket(self, sock, **options):
        return self._tls.wrap_socket(sock, **options)
