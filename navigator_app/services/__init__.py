"""One module per intention: what the window and the command line call.

Every function takes a `Workspace` first and runs on the thread that owns its store. Each returns
frozen rows from `domain.records`; a refusal is a `NavigatorError`.
"""
