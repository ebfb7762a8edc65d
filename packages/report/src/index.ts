export { drawPng, drawSvg, type Png } from './draw/draw.ts';
