// The floor's window: a plain page on the same Electron, allowed to ask the backend from another origin.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 860, webPreferences: { webSecurity: false } });
  void window.loadFile(process.env.PLAIN_PAGE);
});
