// A property that fails says in its own message what was found: reports keep a failure's message, and not its cause.
import fc from 'fast-check';

fc.configureGlobal({ includeErrorInReport: true });
