// The floor's window: a plain page of its own, on the same Electron.
const { app, BrowserWindow, session } = require('electron');

app.whenReady().then(() => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  const window = new BrowserWindow({ width: 1440, height: 860 });
  void window.loadURL(process.env.PLAIN_PAGE);
});
