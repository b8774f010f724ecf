"""Read by Orca when it starts: in place of a voice, write each thing it would say to a file, one JSON object a line.

Runs inside Orca, never inside the tests; `@FILE@` is filled in before.
"""

import json
import time

import orca.settings
import orca.speech

FILE = "@FILE@"

orca.settings.enableSpeech = True
orca.settings.enableBraille = False
orca.settings.enableBrailleMonitor = False
orca.settings.enableSound = False
orca.settings.enableKeyEcho = False
orca.settings.enableEchoByWord = False


class WritingVoice:
    """Stands where Orca's speech server would: every call that has words in it writes them down."""

    def __init__(self):
        self._file = open(FILE, "a", buffering=1)  # noqa: SIM115, PTH123 -- open as long as Orca runs

    def _write(self, kind, words):
        if isinstance(words, (list, tuple)):
            words = " ".join(str(word) for word in words)
        self._file.write(json.dumps({"at": time.time(), "kind": kind, "words": str(words)}) + "\n")

    def speak(self, text=None, *_more, **_named):
        if text:
            self._write("speech", text)

    def speakUtterances(self, texts, *_more, **_named):  # noqa: N802
        self._write("speech", texts)

    def speakCharacter(self, character, *_more, **_named):  # noqa: N802
        self._write("character", character)

    def sayAll(self, contexts, progress):  # noqa: N802
        context = None
        for context, _voice in contexts:
            self._write("say all", context.utterance)
        if context is not None:
            context.currentOffset = context.endOffset
            progress(context, orca.speechserver.SayAllContext.COMPLETED)

    def getInfo(self):  # noqa: N802
        return ["file", "file"]

    def getVoiceFamilies(self):  # noqa: N802
        return []

    def isAlive(self):  # noqa: N802
        return True

    def __getattr__(self, name):
        # newer ones call the same things by other names: say_all, speak_character
        here = {"say_all": self.sayAll, "speak_character": self.speakCharacter}
        return here.get(name, lambda *_more, **_named: None)


_voice = WritingVoice()


def _use_it(*_more, **_named):
    orca.speech._speechserver = _voice


orca.speech.init = _use_it
orca.speech._initSpeechServer = orca.speech._init_speech_server = _use_it
_use_it()
