import { findBinary } from './find-binary.mjs';

/** The path of a Chromium of this machine, or undefined. */
export function findBrowser() {
  return findBinary(
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chromium-headless-shell',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  );
}
