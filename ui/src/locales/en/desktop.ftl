# Notices and the tray, which Rust shows by itself.
notice-ends-soon = { $minutes ->
    [one] { $site }: { $protocol } access ends in { $minutes } minute
   *[other] { $site }: { $protocol } access ends in { $minutes } minutes
}
notice-ends-soon-body = Renew it to go on without a gap.
notice-ended = { $site }: { $protocol } access has ended
notice-ended-body = Request access again to go on.
notice-away = Access ended while this computer slept
notice-away-body = { $count ->
    [one] { $count } session has ended.
   *[other] { $count } sessions have ended.
}
notice-renew-failed = { $site }: access could not be renewed
notice-renew-failed-body = The session stays until its end. Open the window to see why.
notice-wish-failed = { $site }: not connected
notice-wish-failed-body = Open the window to see why.
notice-guard-revoked = Access revoked while you were away
notice-guard-revoked-body = { $count ->
    [one] { $count } session was revoked.
   *[other] { $count } sessions were revoked.
}
notice-guard-failed = Access could not be revoked while you were away
notice-guard-failed-body = { $count ->
    [one] { $count } session is still open. Open the window to see why.
   *[other] { $count } sessions are still open. Open the window to see why.
}
notice-address-left = { $site }: your address is outside the range of { $protocol } access
notice-address-left-body = New connections are refused. Renew it for the address you have now.
notice-renew-here = Renew for my address
notice-renew = Renew
notice-open = Open
tray-session = { $site } · { $protocol } · { $minutes } min
tray-session-soon = { $site } · { $protocol } · { $minutes } min left
tray-session-preparing = { $site } · { $protocol } · preparing
tray-connect = Connect
tray-renew = Renew
tray-revoke = Revoke
tray-quick-connect = Quick connect
tray-quick-connect-empty = Favourite and recent sites appear here
tray-signed-out = Not signed in
tray-open = Open Altostrat Launcher
tray-revoke-all = Revoke all sessions…
tray-settings = Settings…
tray-quit = Quit
tray-tooltip-idle = Altostrat Launcher: no open sessions
tray-tooltip-active = { $count ->
    [one] Altostrat Launcher: { $count } open session
   *[other] Altostrat Launcher: { $count } open sessions
}
tray-tooltip-offline = Altostrat Launcher: the API cannot be reached
