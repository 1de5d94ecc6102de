"""Small parts that every page is made of; import each from its module.

text       Heading(text, level), Muted(text), Strong(text), FieldError(), Code(text)
buttons    PrimaryButton, QuietButton, PlainButton, IconButton, RailButton, ChoiceCard
card       Card (a framed column), EmptyState(icon, title, text, action), Rule
pill       StatusPill(kind, text), paint_pill(painter, rect, kind, text), KINDS
fields     SearchField, PassphraseField, LabelledField (label, widget, error beside it)
page       Page (scrolling column with heading, hint and actions)
banner     Banner (a bar with an action; undo)
busy       Busy (a bar that shows after 300 ms)
clipboard  copy_for_a_while(text), clear_ours()
countdown  Countdown (seconds to wait, in words)
"""
