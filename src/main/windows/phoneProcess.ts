// How the process of the phone's window is started.

/**
 * What a phone runs, it runs for milliseconds and minutes apart, all day long. V8 is made for the opposite: it interprets what has run a few
 * times, throws away what has not run for a while, and compiles for speed what has run 400 times, function after function, until that
 * takes a fifth of the window's memory. Here everything is compiled simply when it first runs, and kept; for speed, only what runs
 * all the time in a call: the meters.
 */
export const phoneProcess = [
  '--js-flags=--always-sparkplug --no-flush-bytecode --invocation-count-for-maglev=100000',
] as const;
