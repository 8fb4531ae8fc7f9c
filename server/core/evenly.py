"""A process that answers evenly: what else it does must not make one request wait for another."""

import gc
import sys

# Seconds that a thread may compute while others wait for their turn. A finding asks the database some
# thirty times, and after each answer it waits for its turn: with the default of 0.005 a board that is
# being built made it wait a sixth of a second in all.
TURN = 0.0005
# Objects made before rubbish is looked for; a board of 10,000 findings makes some hundred thousand.
NEW = 20_000


def settle() -> None:
    """Set the turns of threads, and leave what was imported to itself; call it once all is loaded.

    Looking through the modules for rubbish took a twentieth of a second, in the midst of a request.
    """
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW, 20, 20)
