// Runs before `npm start` under whatever Node there is, and says in words what would otherwise be a strange error:
// the project brings its own newer Node by an install script, which some npm settings keep from running.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Cornetta's tools need Node 22.18 or newer, and this is ${process.versions.node}. \`npm ci\` brings the right one unless ` +
      'install scripts are turned off. Run this once, then start again:\n\n  npm rebuild node --ignore-scripts=false\n',
  );
  process.exit(1);
}
