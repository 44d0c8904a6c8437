/** How it went, asked once it is settled. */
import { h, type VNode } from 'preact';
import type { ChatState } from '../../wire.ts';
import { Icon } from './icon.tsx';
import { changed, chat } from './state.ts';
import { ask } from './talk.ts';
import { t } from './words.ts';

async function rate(state: ChatState, score: number): Promise<void> {
  changed({ state: { ...state, rated: score } });
  await ask('rate', { of: state.resolved, score }).catch(() => changed({ state: { ...state, rated: null } }));
}

/** Five faces, from sad to glad: the mouth is a curve. */
export function Rating(): VNode | null {
  const { state } = chat;
  if (!state?.resolved) return null;
  const { rated } = state;
  return (
    <fieldset class="card" aria-label={t('rate')}>
      <p>{rated ? t('rated') : t('resolved')}</p>
      {!rated && <p class="soft">{t('rate')}</p>}
      <div class="faces">
        {[1, 2, 3, 4, 5].map(score => (
          <button
            key={score}
            type="button"
            aria-label={t(`rate${score}`)}
            aria-pressed={rated === score}
            onClick={() => rate(state, score)}
          >
            <Icon d={`M12 3a9 9 0 100 18 9 9 0 000-18M9 9h.01M15 9h.01M8 15q4 ${(score - 3) * 2.4} 8 0`} />
          </button>
        ))}
      </div>
    </fieldset>
  );
}
