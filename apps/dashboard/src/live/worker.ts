import type { Order } from './switchboard.ts';
import { createSwitchboard } from './switchboard.ts';

// A SharedWorker: one for all tabs of a browser that show this page, ended with the last of them.
const switchboard = createSwitchboard();

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  const order = switchboard.join((news) => port.postMessage(news));
  port.onmessage = ({ data }: MessageEvent<Order>) => order(data);
});
