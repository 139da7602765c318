### Every text of Altostrat Launcher, in English.
### Addresses, ranges, ports and countdowns are set beside these texts, never inside a number format.

app-name = Altostrat Launcher

## Words used in many places

cancel = Cancel
dismiss = Dismiss
back = Back
try-again = Try again
choose = Choose…
choose-program = Choose program…
protocol-winbox = WinBox
protocol-ssh = SSH
access-full = full access
access-read-only = read-only
server-said = The server said: “{ $text }”

age-now = just now
age-seconds = { $seconds } s ago
age-minutes = { $minutes } min ago
age-hours = { $hours } h ago
age-days = { $days ->
    [one] 1 day ago
   *[other] { $days } days ago
}
length-minutes = { $minutes } min
length-hours = { $hours } h
waited-seconds = { $seconds } s
waited-minutes = { $minutes } min

## The frame of the window

search-sites = Search sites
search-clear = Clear the search
refresh = Refresh
settings = Settings
account-menu = Profile { $name }
show-sites = Show sites
hide-sites = Hide sites
site-pane = Site
sites-pane = Site list
copied-address = Address copied.
copied-user-name = User name copied.
copied-password = Password copied. It is cleared from the clipboard in 30 seconds.
copied-command = Command copied.

## The list of sites

sites = Sites
active-sessions = Active sessions
favourites = Favourites
recents = Recent
all-sites = All sites
found-sites = { $count ->
    [one] 1 site found
   *[other] { $count } sites found
}
site-online = Online
site-offline = Offline
site-unknown = State unknown
live-sessions = { $count ->
    [one] 1 live session
   *[other] { $count } live sessions
}
live-ending-soon = ending soon
sites-loading = Reading the list of sites…
sites-none-title = No sites yet
sites-none-text = This profile has no sites. Add a router in the Altostrat portal; it appears here after the next refresh.
sites-not-found-title = Nothing matches “{ $query }”
sites-not-found-text = Names, identities, serial numbers, models and addresses were searched.
sites-clear-filter = Clear the filter
sites-stale = This list is from { $age }.
sites-skipped = { $count ->
    [one] 1 entry of the API’s list could not be read.
   *[other] { $count } entries of the API’s list could not be read.
}

## A site

choose-site-title = Which site?
choose-site-text = Type a few letters of its name, or pick it from the list. Enter connects, F2 asks for access with other options.
site-router-os = RouterOS { $version }
site-seen = seen { $age }
site-never-seen = never seen
favourite = Favourite
connect-winbox = Connect with WinBox
connect-ssh = Connect with SSH
connecting = Connecting…
request-access = Request access
would-reuse-endless = { $protocol } uses the live session, no end known
would-reuse = { $protocol } uses the live session, { $left } left
would-request-for = { $protocol } requests a new one:
would-request = A new session would be:
would-ask = { $protocol } asks for the details first
warn-offline = The router is offline: it cannot let anybody in until it checks in again.
warn-state-unknown = It is not known whether the router is online.
warn-winbox-off = WinBox is off in this site’s policy.
warn-ssh-off = SSH is off in this site’s policy.
warn-winbox-missing = WinBox was not found on this computer.
warn-ssh-missing = The ssh program was not found on this computer.
warn-terminal-missing = No terminal was found on this computer.
warn-host-key = The router shows another SSH key than before.
warn-clock = This computer’s clock is wrong by more than a minute. Set it right, or the API may refuse the key.
warn-address-outside = Your address lies outside the range that would be asked for.
warn-session-outside = Your address lies outside the range of the live session.
warn-winbox-ends-soon = The live WinBox session ends soon.
warn-ssh-ends-soon = The live SSH session ends soon.
fix-change-options = Change…
preflight-ready = Nothing known stands in the way.
preflight-ready-inside = Nothing known stands in the way; your address is let in.

## The SSH keys of routers

host-key-known = SSH key
host-key-new = SSH key, new in this run
host-key-forget = Forget
host-key-forget-note = The next connection learns the router’s key anew.
host-key-forgotten = Key forgotten. The next connection learns it anew.
host-key-before = Known:
host-key-now = Offered now:
host-key-trust-ask = Trust the new key…
host-key-trust-title = Trust the new key
host-key-trust-text = The router of { $site } shows another SSH key than before. That is right after a reset or a replacement; otherwise somebody may be in between. Compare the fingerprint with the router’s own.
host-key-trust = Trust the new key
host-key-trusted = New key trusted. Connect again.
old-keys-allow = Allow ssh-rsa for this site
old-keys-allowed = ssh-rsa is allowed for this site. Connect again.
old-keys-in-force = Old SSH keys (ssh-rsa) are allowed for this site.
old-keys-stop = Stop allowing
old-keys-stopped = ssh-rsa is not allowed any more.

## Sessions

sessions = Sessions
session-row = { $protocol } { $site }
time-left = Time left
no-end-known = no end known
column-time = Time
column-site = Site
column-protocol = Protocol
column-access = Access
column-range = Source range
column-state = State
column-actions = Actions
sessions-reading = Reading the sessions…
sessions-unread = The sessions could not be read. { $why }
sessions-none-title = No sessions
sessions-none-text = Connect makes one with the options above, or uses one that is still running.
active-none-title = No active sessions
active-none-text = Sessions of all sites appear here, the one that ends first on top.
active-sort = all sites, first to end on top
sessions-ended = Ended
sessions-ended-table = Ended sessions
connect = Connect
launch-anyway = Launch anyway
copy = Copy
copy-address = Copy address
copy-user-name = Copy user name
copy-password = Copy password
copy-command = Copy command
revoke = Revoke
renew = Renew
renewing = renewing…
revoke-title = Revoke session
revoke-text = { $protocol } access to { $site } ends now, for everybody who uses it. Open connections are cut.
revoke-keep = Keep
revoke-all-ask = Revoke all…
revoke-all-title = Revoke all sessions
revoke-all-text = { $count ->
    [one] Your open session ends now, for everybody who uses it. Open connections are cut.
   *[other] Your { $count } open sessions end now, for everybody who uses them. Open connections are cut.
}
revoke-all = Revoke all
open-site = Open { $site }

ending-notices = Sessions ending soon
ending-notice = { $minutes ->
    [one] { $site }: { $protocol } access ends in { $minutes } minute
   *[other] { $site }: { $protocol } access ends in { $minutes } minutes
}
ending-open = Open

quit-title = Quit Altostrat Launcher?
quit-text = { $count ->
    [one] { $count } session is open.
   *[other] { $count } sessions are open.
}
quit-keep = Keep sessions and quit
quit-revoke = Revoke sessions and quit
quit-remember = Do this every time
no-tray-title = Minimise instead of closing?
no-tray-text = This desktop shows no tray that would lead back to the window. Minimised, the launcher stays within reach and goes on warning before access ends; from then on, closing minimises without asking.
minimise = Minimise
quit = Quit
quit-revoking = Revoking the sessions, then quitting…

phase-queued = preparing: waiting for its turn
phase-requesting = preparing: sending the request
phase-checking-outcome = preparing: the answer was lost, looking whether a session was made
phase-waiting-gateway = preparing: waiting for the gateway port
phase-waiting-router = preparing: waiting for the router to check in
phase-active = active
phase-ending-soon = ending soon
phase-revoking = revoking…
phase-failed = not created
phase-ended-expired = ended: expired
phase-ended-revoked = ended: revoked by hand

launch-queued = Starts as soon as the session answers.
launch-starting = Starting { $program }…
launch-waiting-router = The terminal is open; the router has not checked in yet. { $attempts ->
    [one] 1 login tried.
   *[other] { $attempts } logins tried.
}
launch-started = { $program } started
launch-manual-winbox = WinBox could not be started. Type this in a WinBox of your own, with the password copied from here:
launch-manual-terminal = No terminal could be started. Type this in a terminal of your own, with the password copied from here:
launch-manual-ssh = The ssh program could not be started. Use these details in a client of your own:

address-left = Your address has left the range of this session: new connections from here are not let in.
renew-here = Renew for the new address
differs-from-request = The server granted other options than were asked for.
not-launchable-ended = Cannot be opened: it has ended.
not-launchable-unknown-type = Cannot be opened: this launcher does not know sessions of the type “{ $type }”.
not-launchable-bad-entry-point = Cannot be opened: the server sent an address that is not safe to use.
not-launchable-bad-port = Cannot be opened: the server sent a port that cannot exist.
not-launchable-bad-user-name = Cannot be opened: the server sent a user name that is not safe to use.
not-launchable-bad-password = Cannot be opened: the server sent a password that is not safe to use.
not-launchable-missing-field = Cannot be opened: the server left out what is needed to connect.
not-launchable-forward = No browser opens this port. Copy the address, and dial it with the program that fits.

## Requesting access

duration = Duration in minutes
duration-hint = 15 to 1,440. “1h30” and “90m” work too.
ends-at = ends at { $time }
ends-tomorrow = ends tomorrow at { $time }
chip-minutes = { $minutes } m
chip-hours = { $hours } h
protocol = Protocol
full-access = Full access
full-access-note = off: read-only
source-range = Allowed source range
allow-private = Allow private (RFC 1918) sources
my-address = My address
my-address-why = No API can tell which address you come from. Type your public address once; it is remembered on this computer.
my-address-own = Your public address
my-address-remember = Remember and use
request-and-connect = Request and connect
request-only = Request only
requesting = Requesting…

duration-empty = Type how many minutes, 15 to 1,440.
duration-too-short = At least { $least } minutes.
duration-too-long = { $hours ->
    [one] At most { $most } minutes (1 hour).
   *[other] At most { $most } minutes ({ $hours } hours).
}
duration-not-whole = Whole minutes only.
duration-not-a-duration = Not a length of time. Type minutes, such as 90, or 1h30.

range-single = Sent as { $range }: this one address.
range-opens = { $count ->
    [one] Opens to 1 address.
   *[other] Opens to { $shown } addresses.
}
range-empty = Type the address or range that may connect, such as 203.0.113.42.
range-not-a-range = Not an IPv4 address or range. Type one, such as 203.0.113.42 or 203.0.113.0/24.
range-prefix-length = The number behind the slash must be 0 to 32.
range-ipv6 = IPv6 is not supported by the API. Type an IPv4 address or range.
range-host-bits = This address lies inside a network and is not its start. Which do you mean?

destination-empty = Type the device’s address, such as 192.168.88.10.
destination-not-an-address = Not an IPv4 address. Type one, such as 192.168.88.10.
destination-ipv6 = IPv6 is not supported by the API. Type an IPv4 address.
destination-not-a-device = No single device has this address. Type the one of the device.
destination-port = Type a port from 1 to 65535.
range-use-network = Use the network { $range }
range-use-single = Use this address only { $range }
range-wide = That is wider than /24. A smaller range is safer.
range-private = This is a private range: traffic over the internet will not match it. Tick “Allow private (RFC 1918) sources” if you reach the router over a private network.
range-private-allowed = This is a private range: traffic over the internet will not match it.
range-open-to-all = This opens the router’s login to the whole internet. You will be asked once more.

open-all-title = Open to the whole internet
open-all-text = Anybody on the internet could try to log in to { $site } while the session lasts. Do this only when you cannot know your address.
open-all-confirm = Open to everybody
open-all-back = Change the range

## Signing in

signin-title = Sign in
signin-text = The key stays in this computer’s keychain. It is never written to a file.
profile-name = Profile name
api = API
api-v1 = Altostrat API (v1)
api-sites = Altostrat API (older generation)
api-other = Other address
api-speaks = The API there is of
api-speaks-v1 = generation v1
api-speaks-sites = the older generation
api-address = API address
api-key = API key or token
signin = Sign in
signing-in = Signing in…
key-hint = A key that starts with alto_sk_, or a token.
key-organisation = An organisation key. Whose it is shows after signing in.
key-other = Neither an organisation key nor a token; it is sent as it is.
key-jwt = A token.
key-user = For { $user }
key-user-organisation = For { $user } of { $organisation }
key-organisation-only = For { $organisation }
key-until = valid until { $time }
key-expired = This token expired on { $time }. The API will refuse it.
key-expired-unknown = This token has expired. The API will refuse it.

keychain-waiting-title = Waiting for your keychain
keychain-waiting-text = The system may be asking for the keychain’s password in a window of its own. Look for it and unlock the keychain.
keychain-cancel-note = Cancel goes on without the keychain: type the key again to sign in.
keychain-retry = Read the keychain again
note-this-run-only = No keychain could take the key: it is kept for this run only and must be typed again next time.

sign-out = Sign out
sign-out-menu = Sign out…
sign-out-title = Sign out
sign-out-text = The key of { $name } is deleted from the keychain. Sessions on routers go on until they expire or are revoked.
sign-out-stay = Stay signed in

## Settings

language = Language
language-system = As the system
language-english = English
language-arabic = العربية
theme = Appearance
theme-system = As the system
theme-light = Light
theme-dark = Dark
settings-general = General
settings-programs = Programs
settings-profile = Profile
settings-about = About
my-address-setting = My address
my-address-setting-note = Your public address or range. “My address” in the request form fills it in.
address-service = Service that tells your public address
address-service-note = An https address that answers with the address alone. “My address” asks it. Empty: nobody is asked.
watch-address = Watch my address
watch-address-note = While your sessions are open, asks that service every ten minutes and says when your address leaves their range.
settings-access-end = When access ends
notices-setting = Notices
notices-setting-note = Shown by the system before access ends, and when it has ended.
warn-setting = Warn before the end
warn-setting-note = Or when a fifth of the length is left, if that is later.
warn-none = No warning
warn-before = { $minutes ->
    [one] { $minutes } minute before
   *[other] { $minutes } minutes before
}
settings-requests = Requests
preset-setting = Usual options
preset-setting-note = For sites without options of their own.
preset-last = The options used last
preset-always = Always these
full-access-off = Off: read-only.
settings-life = Starting and quitting
start-with-system = Start with the system
start-with-system-note = Waits in the tray, without a window.
quit-habit = When quitting with open sessions
quit-habit-note = They stay open on the routers unless revoked.
quit-habit-ask = Ask each time
quit-habit-keep = Keep them open
quit-habit-revoke = Revoke them
revoke-on-lock = Revoke my sessions when the screen is locked
revoke-on-sleep = Revoke my sessions when the computer goes to sleep
tells-no-lock = This system does not tell when the screen is locked, so no session can be revoked then.
tells-no-sleep = This system does not tell when it goes to sleep, so no session can be revoked then.
tells-neither = This system tells neither of a locked screen nor of sleep, so no session can be revoked then.
quit-now-note = Closing the window does not end the program.
quit-app = Quit Altostrat Launcher
winbox-path = WinBox program
winbox-path-note = Empty: the usual places are searched.
winbox-found = Found:
winbox-chosen = Chosen:
program-not-found = Not found
ssh-program = SSH program
terminal = Terminal
terminal-first = The first one that works
test = Test
test-winbox = Test WinBox
test-terminal = Test the terminal
testing = Starting…
program-opened = { $program } opened
profile-api = API
profile-key = Key
key-kind-organisation = an organisation key
key-kind-token = a token
key-kind-other = neither an organisation key nor a token
profile-stored = Kept in
stored-keychain = the system’s keychain
stored-saving = being saved to the keychain…
stored-run = memory, for this run only
stored-environment = the environment; never stored
version = Version
data-folder = Data folder
log-folder = Log folder
saved = Saved
settings-diagnostics = Diagnostics
log-level = Log
log-level-note = How much is written to the log folder. Whatever is chosen, no keys and no passwords.
log-level-fixed = The environment variable ALTOSTRAT_LAUNCHER_LOG says how much is written.
log-level-warnings = Warnings alone
log-level-usual = As usual
log-level-more = More, to find a fault
diagnostics-export = Export diagnostics…
diagnostics-export-note = A zip file for somebody who helps you. All that is in it is shown first.
diagnostics-preparing = Collecting…
diagnostics-title = Export diagnostics
diagnostics-text = This is all that is saved. Keys and passwords are not in it; addresses and names may be in the log.
diagnostics-files = Files
diagnostics-save = Save…
diagnostics-saving = Saving…
diagnostics-saved = The diagnostics are saved

## The status line

connection = Connection
status-idle = Not connected yet
status-connected = Connected to { $host }
status-offline = Offline: { $host }
status-fresh = updated { $age }
status-last = last answer { $age }
clock-in-step = clock in step
clock-wrong = this computer’s clock is wrong by more than a minute; countdowns follow the server
requests-left = { $left } of { $all } requests left this minute
offline-note = The network is away. What is shown is from { $age }; sessions on routers go on.

## What goes wrong, and what to do about it

error-signed-out = You are signed out. Sign in to go on.
error-key-rejected = The API rejected the key. If it is an organisation key, try once more; else sign in with another key.
error-not-permitted-list-sites = This key may not list sites. Ask an administrator of your organisation for that permission.
error-not-permitted-list-sessions = This key may not list sessions. Ask an administrator of your organisation for that permission.
error-not-permitted-create-session = This key may not request access. Ask an administrator of your organisation for that permission.
error-not-permitted-revoke-session = This key may not revoke sessions. Ask an administrator of your organisation for that permission.
error-not-permitted-list-forwards = This key may not list port forwards. Ask an administrator of your organisation for that permission.
error-not-permitted-create-forward = This key may not request port forwards. Ask an administrator of your organisation for that permission.
error-not-permitted-revoke-forward = This key may not revoke port forwards. Ask an administrator of your organisation for that permission.
error-site-gone = The API does not know this site any more. Refresh the list.
error-site-offline = The router is offline, so it cannot let anybody in. Try again when it is back.
error-session-gone = The API does not know this session any more. Request a new one.
error-session-expired = This session has ended. Request a new one.
error-create-outcome-unknown = The answer was lost, and it is not known whether a session was made. Refresh before you request another.
error-nothing-created = No session was made. You can safely request again.
error-forwards-unavailable = This API has no port forwards for this site. Nothing was requested.
error-refused = The API refused the request as invalid (status { $status }). Change the options and request again.
error-rate-limited = { $seconds ->
    [one] Too many requests. Try again in 1 second.
   *[other] Too many requests. Try again in { $seconds } seconds.
}
error-server-trouble = The API has trouble of its own (status { $status }). Try again in a moment.
error-unreadable-answer = The API answered something that cannot be read. Check the API address, or try again.
error-unreachable = The API cannot be reached. Check your network connection.
error-timed-out = The API did not answer in time. Try again.
error-tls-rejected = The certificate of the API was not accepted. Something between you and the API may be reading along; check the network and this computer’s clock.
error-portal = A web page answered in place of the API, as network sign-in pages do. Open a browser and sign in to the network, then try again.
error-redirected = The API answered with a redirect, which is never followed. Check the API address.
error-keychain-missing = This computer offers no keychain. The key is kept for this run only.
error-keychain-locked = The keychain is locked. Unlock it and read it again, or type the key.
error-keychain-trouble = The keychain did not answer as it should. Read it again, or type the key.
error-winbox-missing = WinBox was not found on this computer. Choose the program, or copy the details by hand.
error-terminal-missing = No terminal was found on this computer. Install one, or copy the command by hand.
error-ssh-missing = The ssh program was not found on this computer. Install OpenSSH, or copy the details by hand.
error-browser-missing = Nothing was found on this computer that opens web pages. Copy the address by hand.
error-winbox-failed = WinBox was found but did not start. Choose another program, or copy the details by hand.
error-terminal-failed = The terminal did not start. Choose another one in the settings, or copy the command by hand.
error-ssh-failed = The ssh program did not start. Copy the details by hand.
error-browser-failed = The browser did not start. Copy the address by hand.
error-revoke-not-confirmed = The API took the revoke, but a minute later it still lists the session. Refresh, and revoke it again if it is still there.
error-gateway-silent = The port does not answer from here. The session may be meant for another address.
error-key-not-deleted = The key could not be deleted from the keychain; it is still there.
error-settings-reset = The settings file was damaged; what could not be read was set aside.
error-renew-failed = This session could not be renewed; it stays until its end.
error-host-key-changed = The router’s SSH key is not the one known for this site, so nothing was sent to it. Find out why before you connect again.
error-old-host-key-only = This router has only an old kind of SSH key (ssh-rsa), which ssh refuses. Allow it for this site alone, or connect with WinBox.
error-no-address-service = No service is named that tells your public address. Name one in the settings, or type the address.
error-address-not-found = Your public address could not be learned. Try again, or type it.
error-host-keys-unwritable = The list of routers’ SSH keys could not be read or written. Check the data folder.
error-settings-unwritable = The settings could not be written. Check that the disk is not full and the data folder can be written.
error-start-with-system = The system did not take the setting “Start with the system”. Change it in the system’s own settings.
error-report-not-saved = The diagnostics could not be saved there. Save them in another folder.
error-clipboard = The clipboard could not be written. Try again.
error-update-failed = The new version was not installed. Nothing has changed: try again later, or install it by hand.
error-internal = Something went wrong inside the launcher ({ $reference }). Try again; if it happens again, start the program from a terminal to see its log.

field-empty = Type something here.
field-too-long = At most { $most } characters.
field-not-https = The address must start with https:// (http:// only for this computer).
field-not-an-address = Not a web address. It should look like https://v1.api.altostrat.io.
field-not-a-key = This holds characters that no key has. Paste the key alone, without spaces or quotes.
field-not-a-program = There is no program at this place.
field-needs-confirmation = Opening to the whole internet needs your confirmation.
field-key-empty = Paste your API key or token.
field-name-long = At most { $most } characters in the name.

## A newer launcher

update-offered = Version { $version } is there
update-title = Install version { $version }?
update-text = The launcher closes and starts again. Sessions stay open; terminals and WinBox go on.
update-later = Later
update-install = Install and restart
update-installing = Fetching it and checking its signature…

## Several sites at once

several-pane = One request for several sites
selected-sites = { $count ->
    [one] 1 site selected
   *[other] { $count } sites selected
}
several-ask = Request access…
several-clear = Clear
paste-open = Paste a list…
paste-title = Paste a list of sites
paste-label = Names or ids, one a line
paste-select = Select
paste-looking = Looking…
paste-close = Close
paste-found = { $count ->
    [0] No site found.
    [one] 1 site found and selected.
   *[other] { $count } sites found and selected.
}
paste-unknown = { $count ->
    [one] This line names no site, or several:
   *[other] These { $count } lines name no site, or several:
}
tags-open = Select by tag…
tags-title = Select sites by tag
tags-hint = A site is selected when it has one of the ticked values of each tag.
tags-count = { $count ->
    [one] 1 site
   *[other] { $count } sites
}
tags-none-ticked = Nothing ticked yet.
tags-fit = { $count ->
    [0] No site has all of these.
    [one] 1 site has them.
   *[other] { $count } sites have them.
}
tags-gone = No site has a tag any more.
tags-selected = { $count ->
    [one] 1 site selected.
   *[other] { $count } sites selected.
}
site-tags = Tags
site-tag-find = Show the sites with this tag
several-title = { $count ->
    [one] Request access to 1 site
   *[other] Request access to { $count } sites
}
several-sites = Sites
several-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
several-open-each = Open each as soon as it answers
several-send = { $count ->
    [one] Request for 1 site
   *[other] Request for { $count } sites
}
several-open-all-text = { $count ->
    [one] Anybody on the internet could try to log in to 1 site while the session lasts. Do this only when you cannot know your address.
   *[other] Anybody on the internet could try to log in to all { $count } sites while the sessions last. Do this only when you cannot know your address.
}
several-heading = { $count ->
    [one] One request, 1 site
   *[other] One request, { $count } sites
}
several-reopen = { $count ->
    [one] Request of { $time }, 1 site
   *[other] Request of { $time }, { $count } sites
}
several-ready = { $count } ready
several-preparing = { $count } preparing
several-failed = { $count } failed
several-over = { $count } over
several-not-asked = nothing was requested
several-taken-back = taken back: nothing was sent
several-session-gone = no session any more
several-connect-to = Connect to { $site }
several-revoke-on = Revoke access to { $site }
several-again-on = Try { $site } again
several-revoke-these = Revoke all of these
several-revoke-these-ask = Revoke all of these…
several-revoke-these-text = { $count ->
    [one] Access to 1 site ends now, for everybody who uses it. Open connections are cut, and what still waits is not sent.
   *[other] Access to { $count } sites ends now, for everybody who uses it. Open connections are cut, and what still waits is not sent.
}
several-done = Done

## Port forwards

forward = Port forward
forward-ask = Forward a port…
forward-title = Forward a port
forward-why = Opens a way through the gateway to one device behind the router, for a limited time.
forward-address = Device address
forward-port = Port
forward-request = Request
forward-open = Open page
forward-revoke-text = The port forward to { $destination } at { $site } ends now, for everybody who uses it. Open connections are cut.
forward-open-all-text = Anybody on the internet could try to reach this device at { $site } while the port forward lasts. Do this only when you cannot know your address.
type-unknown = { $type }

## About, and the work of others

about-program = Program
about-commit = Commit
about-licence = Licence
third-party-open = Third-party notices…
third-party-title = Third-party notices
third-party-text = Packages by others in the program, on any of its systems, and their terms.
third-party-search = Search packages by name
third-party-list = Packages
third-party-notice = Notice
third-party-reading = Reading…
third-party-unreadable = The notices could not be read. Close this and open it again.
third-party-none = No package has this name.
third-party-standard = The package brings no text of its licence; this is the usual one.
third-party-count = { $count ->
    [one] 1 package
   *[other] { $count } packages
}
