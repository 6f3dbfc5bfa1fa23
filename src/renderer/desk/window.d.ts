// What the preload puts on the desk's window.
interface Window {
  readonly cornetta: { requestPorts(): void };
}
