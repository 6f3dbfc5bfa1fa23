// What both preload scripts do: hand the ports that main sends to the page, and let the page ask for them. No logic, no data.
import { contextBridge, ipcRenderer } from 'electron';

export function exposePorts(): void {
  ipcRenderer.on('port', (event, name: unknown) => {
    window.postMessage({ kind: 'cornetta-port', name }, window.origin, [...event.ports]);
  });
  contextBridge.exposeInMainWorld('cornetta', { requestPorts: () => ipcRenderer.send('requestPorts') });
}
