// How the process of the phone's window is started.

/**
 * V8 compiles for speed what has run 400 times. In the phone that goes on all day long, function after function of what a call runs, until it
 * takes a fifth of the window's memory, for a few milliseconds a call. Here only what runs all the time in a call is worth it: the meters.
 */
export const phoneProcess = ['--js-flags=--invocation-count-for-maglev=100000'] as const;
