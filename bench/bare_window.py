"""The reference: the least that a PySide6 window with a line of text can be. It never reads a file."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(QLabel("One line of text."))
    window.resize(1000, 800)
    window.show()
    sys.exit(application.exec())
