"""The one style sheet of the application, as a text with places for colours and sizes. `colours` fills it in.

Two parts: FIRST dresses what the first picture shows, REST everything that opens later. Nothing here runs.

How focus is shown (WCAG 2.2, 2.4.13): every control keeps a margin as wide as the ring, and at its sides twice that.
With focus the ring's part becomes border, so a ring at least 2 pixels wide, in a colour of at least 3:1 against the
ground, stands where the ground was, and nothing moves. The button that is filled, perhaps in the ring's own colour,
loses its filling with focus, so that the ring is seen.

The one grid: words and the borders of controls begin `edge` (that side margin) from the left of what holds them. A line
that Tab stops at has its ring, and some air, within the same `edge`.
"""

FIRST = """
QMainWindow, QDialog { background: %(window)s; }
QMainWindow::separator { background: %(window)s; width: %(splitter)dpx; height: %(splitter)dpx; margin: 0px; }
QMainWindow::separator:vertical { border-left: %(line)dpx solid %(rule)s; }
QMainWindow::separator:horizontal { border-top: %(line)dpx solid %(rule)s; }
QMainWindow::separator:hover { background: %(focus)s; }
QSplitter::handle { background: %(window)s; }
QSplitter::handle:horizontal { width: %(splitter)dpx; border-left: %(line)dpx solid %(rule)s; }
QSplitter::handle:vertical { height: %(splitter)dpx; border-top: %(line)dpx solid %(rule)s; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: %(focus)s; }
QMenuBar { background: %(window)s; color: %(window_text)s; border-bottom: %(line)dpx solid %(rule)s; }
QMenuBar::item { padding: %(pad)dpx %(wide)dpx; background: transparent; border: %(ring)dpx solid transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: %(accent)s; color: %(accent_text)s;
  border-color: %(focus)s; }
#statusLine { background: %(window)s; border-top: %(line)dpx solid %(rule)s; }
#statusLine QLabel { color: %(window_text)s; }
#message, #place { margin: 0px %(edge)dpx; }
QStatusBar { background: %(window)s; color: %(window_text)s; border-top: %(line)dpx solid %(rule)s; }
QStatusBar::item { border: none; }
QToolBar { background: %(window)s; border: none; border-bottom: %(line)dpx solid %(rule)s; padding: 2px;
  spacing: 2px; }
QToolBar::separator { background: %(rule)s; width: %(line)dpx; margin: %(pad)dpx; }
QScrollBar { background: %(window)s; border: none; }
QScrollBar:vertical { width: %(bar)dpx; margin: 0px; }
QScrollBar:horizontal { height: %(bar)dpx; margin: 0px; }
QScrollBar::handle { background: %(control_border)s; border: %(inset)dpx solid %(window)s;
  border-radius: %(half_bar)dpx; }
QScrollBar::handle:vertical { min-height: %(thumb)dpx; }
QScrollBar::handle:horizontal { min-width: %(thumb)dpx; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: %(focus)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

REST = """
QToolTip { background: %(control)s; color: %(control_text)s; border: %(line)dpx solid %(control_border)s;
  padding: %(pad)dpx; }
QMenu { background: %(control)s; color: %(control_text)s; border: %(line)dpx solid %(control_border)s;
  padding: %(pad)dpx 0px; }
QMenu::item { padding: %(pad)dpx %(wider)dpx %(pad)dpx %(gutter)dpx; border: %(ring)dpx solid transparent; }
QMenu::item:selected { background: %(accent)s; color: %(accent_text)s; border-color: %(focus)s; }
QMenu::item:disabled { color: %(disabled_text)s; }
QMenu::item:disabled:selected { background: transparent; border-color: %(focus)s; }
QMenu::separator { height: %(line)dpx; background: %(rule)s; margin: %(pad)dpx %(wide)dpx; }
QMenu::indicator { width: %(sign)dpx; height: %(sign)dpx; left: %(pad)dpx; }
QMenu::indicator:checked { image: url(%(glyph_text_check)s); }
QMenu::indicator:checked:selected { image: url(%(glyph_accent_check)s); }
QMenu::right-arrow { image: url(%(glyph_text_right)s); width: %(sign)dpx; height: %(sign)dpx; }
QMenu::right-arrow:selected { image: url(%(glyph_accent_right)s); }

QDockWidget { color: %(window_text)s; font-weight: bold; titlebar-close-icon: url(%(glyph_window_cross)s); }
QDockWidget::title { background: %(window)s; padding: %(wide)dpx; text-align: left;
  border-bottom: %(line)dpx solid %(rule)s; }
QDockWidget::close-button, QDockWidget::float-button { icon-size: %(sign)dpx; border: none; padding: 0px;
  width: %(target)dpx; height: %(target)dpx; subcontrol-position: center right; right: %(pad)dpx; }
QDockWidget::close-button:hover { background: %(control)s; border: %(line)dpx solid %(control_border)s; }

QPushButton, QToolButton { background: %(control)s; color: %(control_text)s;
  border: %(line)dpx solid %(control_border)s; border-radius: %(round)dpx; padding: %(pad)dpx %(wide)dpx;
  margin: %(ring)dpx %(edge)dpx; min-height: %(inner)dpx; }
QPushButton, QToolButton, QCheckBox, QRadioButton { outline: none; }
QToolButton { padding: %(pad)dpx; min-width: %(inner)dpx; }
QMenuBar QToolButton { padding: 0px; margin: 0px; min-width: 0px; min-height: 0px; border: none;
  background: transparent; image: url(%(glyph_window_down)s); }
QToolBar QToolButton, QToolButton[quiet="true"], QPushButton[quiet="true"] { background: transparent;
  color: %(window_text)s; border-color: transparent; }
QPushButton[slim="true"] { padding: 0px %(wide)dpx; }
QPushButton[small="true"] { padding: 0px %(pad)dpx; margin: 0px %(edge)dpx; border: %(both)dpx solid transparent;
  min-height: %(low)dpx; }
QPushButton:hover, QToolButton:hover, QPushButton[quiet="true"]:hover { border-color: %(focus)s; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked,
QToolBar QToolButton:pressed, QToolBar QToolButton:checked { background: %(accent)s; color: %(accent_text)s;
  border-color: %(accent)s; }
QPushButton[chief="true"] { background: %(accent)s; color: %(accent_text)s;
  border-color: %(accent)s; font-weight: bold; }
QPushButton:disabled, QToolButton:disabled, QToolBar QToolButton:disabled { color: %(disabled_text)s;
  background: transparent; border: %(line)dpx dashed %(disabled_text)s; font-weight: normal; }
QToolBar QToolButton:disabled, QPushButton[quiet="true"]:disabled { border-color: transparent; }
QPushButton:focus, QToolButton:focus, QToolBar QToolButton:focus, QPushButton[quiet="true"]:focus,
QPushButton[chief="true"]:focus, QPushButton:checked:focus, QToolButton:checked:focus {
  border: %(both)dpx solid %(focus)s; margin: 0px %(ring)dpx; border-radius: %(rounder)dpx; }
QPushButton[small="true"]:focus { margin: 0px %(edge)dpx; }
QPushButton[chief="true"]:focus {
  background: %(control)s; color: %(control_text)s; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: url(%(glyph_text_down)s); width: %(sign)dpx;
  height: %(sign)dpx; subcontrol-origin: padding; subcontrol-position: center right; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox, QKeySequenceEdit QLineEdit { background: %(control)s;
  color: %(control_text)s; border: %(line)dpx solid %(control_border)s; border-radius: %(round)dpx;
  padding: %(pad)dpx; margin: %(ring)dpx %(edge)dpx; min-height: %(inner)dpx; selection-background-color: %(selection)s;
  selection-color: %(selection_text)s; }
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: %(focus)s; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: %(disabled_text)s; background: transparent; border: %(line)dpx dashed %(disabled_text)s; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"] {
  border: %(ring)dpx solid %(error)s; margin: %(line)dpx %(wrong_side)dpx; }
QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on,
QLineEdit[wrong="true"]:focus, QPlainTextEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus {
  border: %(both)dpx solid %(focus)s; margin: 0px %(ring)dpx; border-radius: %(rounder)dpx; }
QAbstractSpinBox { padding: %(pad)dpx %(text_start)dpx %(pad)dpx %(text_start)dpx; qproperty-alignment: AlignCenter; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: padding; width: %(target)dpx;
  height: %(target)dpx; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: center right; border-left: %(line)dpx solid %(control_border)s; }
QAbstractSpinBox::down-button { subcontrol-position: center left; border-right: %(line)dpx solid %(control_border)s; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: %(window)s; }
QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed { background: %(accent)s; }
QAbstractSpinBox::up-arrow { image: url(%(glyph_text_plus)s); width: %(sign)dpx; height: %(sign)dpx; }
QAbstractSpinBox::down-arrow { image: url(%(glyph_text_minus)s); width: %(sign)dpx; height: %(sign)dpx; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url(%(glyph_disabled_plus)s); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url(%(glyph_disabled_minus)s); }
QAbstractSpinBox::up-arrow:pressed { image: url(%(glyph_accent_plus)s); }
QAbstractSpinBox::down-arrow:pressed { image: url(%(glyph_accent_minus)s); }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: %(target)dpx;
  border: none; }
QComboBox::down-arrow { image: url(%(glyph_text_down)s); width: %(sign)dpx; height: %(sign)dpx; }
QComboBox::down-arrow:disabled { image: url(%(glyph_disabled_down)s); }
QComboBox QAbstractItemView { border: %(line)dpx solid %(control_border)s; border-radius: 0px; margin: 0px; }
QComboBox QListView:focus { border: %(line)dpx solid %(control_border)s; margin: 0px; }

QCheckBox, QRadioButton { color: %(window_text)s; border: %(both)dpx solid transparent; border-radius: %(round)dpx;
  margin: 0px 0px 0px %(air)dpx;
  min-height: %(framed_box)dpx; spacing: %(pad)dpx; }
QCheckBox[bare="true"] { spacing: 0px; }
QCheckBox:focus, QRadioButton:focus { border-color: %(focus)s; }
QCheckBox:disabled, QRadioButton:disabled { color: %(disabled_text)s; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: %(box)dpx; height: %(box)dpx;
  background: %(control)s; border: %(line)dpx solid %(control_border)s; border-radius: %(round)dpx; }
QRadioButton::indicator { border-radius: %(half_box)dpx; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: %(focus)s; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: %(accent)s;
  border-color: %(accent)s; image: url(%(glyph_accent_check)s); }
QCheckBox::indicator:indeterminate { image: url(%(glyph_text_dash)s); }
QRadioButton::indicator:checked { background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
  stop: 0 %(accent)s, stop: 0.5 %(accent)s, stop: 0.56 %(control)s, stop: 1 %(control)s); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: transparent;
  border-color: %(disabled_text)s; image: none; }
QCheckBox::indicator:checked:disabled { image: url(%(glyph_disabled_check)s); }

QListView, QTreeView, QTableView, QListWidget, QTreeWidget, QTableWidget { background: %(control)s;
  color: %(control_text)s; border: %(line)dpx solid %(control_border)s; margin: %(ring)dpx %(edge)dpx; outline: none;
  alternate-background-color: %(control)s; gridline-color: %(rule)s; }
QListView:focus, QTreeView:focus, QTableView:focus { border: %(both)dpx solid %(focus)s; margin: 0px %(ring)dpx; }
QAbstractItemView::item { padding: %(pad)dpx; min-height: %(inner)dpx; border: %(ring)dpx solid transparent; }
QAbstractItemView::item:hover { border-color: %(control_border)s; }
QAbstractItemView::item:selected { background: %(accent)s; color: %(accent_text)s; border-color: %(accent)s; }
QAbstractItemView::item:disabled { color: %(disabled_text)s; }
QTreeView { show-decoration-selected: 0; }
QTreeView::branch, QTreeView::branch:selected { background: %(control)s; }
QTreeView::branch:has-children:closed { image: url(%(glyph_text_right)s); }
QTreeView::branch:has-children:open { image: url(%(glyph_text_down)s); }
QHeaderView { background: %(window)s; border: none; }
QHeaderView::section { background: %(window)s; color: %(window_text)s; padding: %(pad)dpx; border: none;
  border-bottom: %(line)dpx solid %(rule)s; border-right: %(line)dpx solid %(rule)s; font-weight: bold; }

QTabWidget::pane { border: none; border-top: %(line)dpx solid %(rule)s; }
QTabBar::tab { background: transparent; color: %(window_text)s; padding: %(pad)dpx %(wide)dpx;
  min-height: %(inner)dpx; border: %(both)dpx solid transparent; }
QTabBar::tab:selected { border-bottom-color: %(accent)s; font-weight: bold; }
QTabBar::tab:hover { border-bottom-color: %(control_border)s; }
QTabBar::tab:selected:focus { border-color: %(focus)s; }

QSlider { border: %(both)dpx solid transparent; border-radius: %(round)dpx; min-height: %(target)dpx; }
QSlider:focus { border-color: %(focus)s; }
QSlider::groove:horizontal { height: %(pad)dpx; background: %(control)s; border: %(line)dpx solid %(control_border)s;
  border-radius: %(line)dpx; }
QSlider::handle:horizontal { width: %(box)dpx; margin: -%(pad)dpx 0px; background: %(accent)s;
  border: %(line)dpx solid %(control_border)s; border-radius: %(round)dpx; }
QProgressBar { background: %(control)s; color: %(control_text)s; border: %(line)dpx solid %(control_border)s;
  border-radius: %(round)dpx; min-height: %(pad)dpx; text-align: center; }
QProgressBar::chunk { background: %(accent)s; }

QGroupBox { border: none; margin: 0px; padding: 0px; }
FormRow > QLabel, #check_text, #leave_reply > QLabel, #reply_title, #count, #panelTitle, #empty,
QLabel#group_title {
  margin: 0px %(edge)dpx; }
QLabel#group_title { font-weight: bold; }
QLabel#check_text { min-height: %(check)dpx; }
QScrollArea { border: none; background: %(window)s; }
QLabel { color: %(window_text)s; }
QLabel:disabled { color: %(disabled_text)s; }
QLabel#help_line { color: %(muted)s; }
QLabel#error_line { color: %(error)s; font-weight: bold; }
QLabel#stop_line, #notice QLabel { border: %(ring)dpx solid transparent; border-radius: %(round)dpx;
  padding: 0px %(ring)dpx; }
QLabel#stop_line:focus, #notice QLabel:focus { border-color: %(focus)s; }
#panel { background: %(window)s; }
#findBar { background: %(window)s; border-top: %(line)dpx solid %(rule)s; }
#cappedArea, #cappedArea > QWidget { background: transparent; }
#statusLine #cappedArea { border: %(ring)dpx solid transparent; }
#cappedArea #message { margin: 0px %(ring)dpx; }
#statusLine #cappedArea:focus { border-color: %(focus)s; }
#panelTitle { font-weight: bold; font-size: %(title)dpx; }
#notice { background: %(control)s; border: none; border-left: %(wide)dpx solid %(accent)s;
  border-bottom: %(line)dpx solid %(rule)s; }
#notice QLabel { color: %(control_text)s; }
#reply_title { font-weight: bold; font-size: %(title)dpx; }
#leave_reply, #leave_reply QLabel { background: %(page)s; color: %(text)s; }
#leave_reply QLabel#help_line { color: %(muted)s; }
#leave_reply QLabel#error_line { color: %(error)s; }
"""
