// Makes the switchboard's voices from the scenarios' words, and a PBX's prompts for surveys by keys: espeak-ng speaks, sox brings it to 8 kHz
// mu-law. The files are kept in assets/voices and assets/prompts, so this runs only when words change: `node scripts/voices.ts`. Needs
// espeak-ng and sox.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { must } from '#shared/lib/must';
import { languageSchema } from '#shared/model/ids';
import { prompts } from '#shared/model/keySurvey';
import { textSchema } from '#shared/model/lists/text';
import { surveyOn, surveysSchema } from '#shared/model/survey';
import { linesOf, type Scenario, scenarioSchema, voiceFolder } from '#simulator/scenarios/schema';
import { projectFolder } from './paths.ts';

const assets = join(projectFolder, 'assets');
const scratch = mkdtempSync(join(tmpdir(), 'voices-'));
/** Files of an Asterisk: no header, the name says what they are. */
const promptType = 'ulaw';
const announcers = { it: { name: 'it+f2', speed: 150, pitch: 50 }, en: { name: 'en+f2', speed: 150, pitch: 50 } };
const telephone = ['-r', '8000', '-c', '1', '-e', 'mu-law', '-b', '8'];

/** One spoken line: the band of a telephone, even loudness, no silence at its ends. */
function speak(text: string, voice: Scenario['voice'], file: string): void {
  const raw = join(scratch, 'raw.wav');
  execFileSync('espeak-ng', ['-v', voice.name, '-s', String(voice.speed), '-p', String(voice.pitch), '-w', raw, text]);
  const trim = ['silence', '1', '0.02', '0.5%'];
  execFileSync('sox', [
    '-D',
    raw,
    ...telephone,
    ...(file.endsWith(promptType) ? ['-t', 'ul'] : []),
    file,
    'vol',
    '0.7',
    'highpass',
    '200',
    'lowpass',
    '3400',
    ...trim,
    'reverse',
    ...trim,
    'reverse',
    'norm',
    '-6',
  ]);
}

/** What is said in a survey by keys: the questions in the words of the list, the rest in those of assets/prompts/words.json. */
function speakPrompts(): number {
  const textsSchema = z.record(z.string(), textSchema);
  const words = textsSchema.parse(JSON.parse(readFileSync(join(assets, 'prompts/words.json'), 'utf8')));
  const surveys = surveysSchema.parse(JSON.parse(readFileSync(join(assets, 'lists/surveys.json'), 'utf8')));
  const asked = surveyOn(surveys, 'keys')?.questions ?? [];
  const texts = { ...words, ...Object.fromEntries(asked.map(({ code, text }) => [code, text])) };
  for (const language of languageSchema.options)
    for (const prompt of prompts)
      speak(
        must(texts[prompt], `words of ${prompt}`)[language],
        announcers[language],
        join(assets, 'prompts', language, `${prompt}.${promptType}`),
      );
  return prompts.length;
}

/** Music to wait by: a slow arpeggio, eight bars that close on themselves. */
function playMusic(file: string): void {
  const chords = ['C4 E4 G4 C5', 'A3 C4 E4 A4', 'F3 A3 C4 F4', 'G3 B3 D4 G4'];
  const bars = chords.map((chord, index) => {
    const notes = chord.split(' ');
    const bar = join(scratch, `bar-${index}.wav`);
    const strings = [...notes, ...notes.slice(1, 3).reverse()].map((note, at) => {
      const string = join(scratch, `note-${index}-${at}.wav`);
      execFileSync('sox', [
        '-R',
        '-D',
        '-n',
        '-r',
        '8000',
        '-c',
        '1',
        string,
        'synth',
        '0.4',
        'triangle',
        note,
        'fade',
        't',
        '0.02',
        '0.4',
        '0.3',
        'vol',
        '0.3',
      ]);
      return string;
    });
    execFileSync('sox', ['-D', ...strings, bar]);
    return bar;
  });
  execFileSync('sox', ['-R', '-D', ...bars, ...telephone, file, 'lowpass', '3000', 'norm', '-16']);
}

try {
  for (const name of readdirSync(join(assets, 'scenarios'))
    .filter((file) => file.endsWith('.json'))
    .sort()) {
    const scenario = scenarioSchema.parse(JSON.parse(readFileSync(join(assets, 'scenarios', name), 'utf8')));
    const folder = join(assets, 'voices', voiceFolder(scenario));
    rmSync(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    linesOf(scenario).forEach(({ text }, index) => {
      speak(text, scenario.voice, join(folder, `${index}.wav`));
    });
    console.log(`${scenario.id}: ${linesOf(scenario).length} lines`);
  }
  await mkdir(join(assets, 'voices/digits'), { recursive: true });
  for (const digit of '0123456789')
    speak(digit, { name: 'it+f2', speed: 150, pitch: 50 }, join(assets, `voices/digits/${digit}.wav`));
  console.log(`${speakPrompts()} prompts`);
  playMusic(join(assets, 'voices/music.wav'));
  const files = readdirSync(join(assets, 'voices'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.wav'),
  );
  const bytes = files.reduce((sum, file) => sum + statSync(join(assets, 'voices', file)).size, 0);
  console.log(`${files.length} files, ${Math.round(bytes / 1024)} kB`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
