import { Dialog } from '../../../app/dialog.tsx';
import { useTools } from '../tools.ts';

const KEYS = [
  ['Arrows, Home, End', 'go from card to card'],
  ['Enter', 'open the card'],
  ['m', 'move it by the menu'],
  ['Ctrl+Shift+← →', 'move it to the column beside'],
  ['Ctrl+Shift+↑ ↓', 'move it up or down in its column'],
  ['n', 'add a card to the column'],
  ['Space, Shift+↑ ↓', 'select'],
  ['Ctrl+A', 'select the column'],
  ['Ctrl+Z', 'undo the last move'],
  ['Escape', 'put a dragged card back; select nothing'],
  ['?', 'this list'],
] as const;

export function HelpDialog() {
  const { isHelpOpen } = useTools();
  return (
    <Dialog
      id="help-dialog"
      isOpen={isHelpOpen.value}
      heading="Keys"
      closed={() => {
        isHelpOpen.value = false;
      }}
    >
      <p class="note">They act while a card or the name of a column has the focus. On a Mac, ⌘ is Ctrl.</p>
      <dl class="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
