// Every component test starts from an empty page, and waits as long as a busy machine needs.
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { usualDeadlineMs } from './until.ts';

configure({ asyncUtilTimeout: usualDeadlineMs });
afterEach(cleanup);
