# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_altostrat_launcher_global_optspecs
    string join \n background h/help V/version
end

function __fish_altostrat_launcher_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_altostrat_launcher_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_altostrat_launcher_using_subcommand
    set -l cmd (__fish_altostrat_launcher_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c altostrat-launcher -n "__fish_altostrat_launcher_needs_command" -l background -d 'Starts without a window and waits in the tray'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_needs_command" -s V -l version -d 'Print version'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_needs_command" -f -a "connect" -d 'Connects to a site: with the session that is open, else with a new one'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_using_subcommand connect" -l minutes -d 'How many minutes a new session lasts: 15 to 1,440. One that is open is used as it is' -r
complete -c altostrat-launcher -n "__fish_altostrat_launcher_using_subcommand connect" -l ssh -d 'Opens an SSH terminal'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_using_subcommand connect" -l winbox -d 'Opens WinBox'
complete -c altostrat-launcher -n "__fish_altostrat_launcher_using_subcommand connect" -s h -l help -d 'Print help (see more with \'--help\')'
