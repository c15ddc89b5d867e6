class Failure(Exception):
    """What went wrong, in a sentence, and what to do about it."""

    def __init__(self, message, hint, code="resolve_failed"):
        Exception.__init__(self, message)
        self.message = message
        self.hint = hint
        self.code = code


class Interrupted(BaseException):
    """SIGTERM: no error to be caught by mistake on the way out."""
