# Calls of the kernel that fail. It owns which, and with what errors.
import _virtual

# What the manual of each call says it fails with. Some of them, such as a number that is not open, cannot be in truth here:
# even then nothing may break.
ERRORS = {
    "realloc": "ENOMEM",
    "epoll_create1": "EMFILE ENFILE ENOMEM",
    "epoll_ctl": "EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM",
    "epoll_wait": "EBADF EFAULT EINTR EINVAL",
    "poll": "EFAULT EINTR EINVAL ENOMEM",
    "timerfd_create": "EINVAL EMFILE ENFILE ENODEV ENOMEM",
    "timerfd_settime": "EBADF EFAULT EINVAL",
}
NUMBERS = {"ENOMEM": 12, "EBADF": 9, "EEXIST": 17, "EINVAL": 22, "ELOOP": 40, "ENOENT": 2, "ENOSPC": 28, "EPERM": 1}
NUMBERS.update({"EMFILE": 24, "ENFILE": 23, "EFAULT": 14, "EINTR": 4, "ENODEV": 19})


# How a call fails by the word for it, as "epoll_ctl-ENOMEM", or for ever as "epoll_ctl-ENOMEM-always".
def failing(kind):
    name, error = kind.split("-")[:2]
    if error not in ERRORS[name].split():
        raise ValueError(kind)
    # A wait that is interrupted again and again takes no time under this clock.
    always = 20 if error == "EINTR" else 1000000
    burst = always if kind.endswith("-always") else 1

    def arm(n):
        return _virtual.fail_call(name, n, NUMBERS[error], burst)

    return arm
