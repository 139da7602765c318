# What the helper says inside the user's terminal.
terminal-not-checked-in = The router has not checked in yet; trying again…
terminal-login-refused = The router refused the login. Press Connect in the launcher to try again, or request a new session.
terminal-not-reachable = The router cannot be reached through this session.
terminal-session-ended = This session has ended.
terminal-host-key-changed = The router's host key is not the one seen before, so nothing was sent to it. Find out why before you connect again.
terminal-old-host-key-only = This router has only an old kind of host key (ssh-rsa), which ssh refuses. Allow it for this site in the launcher, or connect with WinBox.
terminal-not-started = The ssh program could not be started.
terminal-unsafe-session = The session holds something that is not safe to hand to ssh; nothing was started.
terminal-launcher-gone = Altostrat Launcher does not answer for this window. Press Connect there again.
terminal-connection-ended = The connection has ended.
terminal-press-enter = Press Enter to close this window.
terminal-it-works = This terminal works. Altostrat Launcher can open it on your routers.
