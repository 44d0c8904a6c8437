/** The form before a chat, with errors shown beside each field. */
import { h, type VNode } from 'preact';
import { type Chat, changed } from './state.ts';
import { enter, questions } from './talk.ts';
import { config, t } from './words.ts';

export function Form({ chat }: { chat: Chat }): VNode {
  const fields = questions();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong: Record<string, string> = {};
    for (const { name, required } of fields) {
      const value = (chat.form[name] ?? '').trim();
      if (required && !value) wrong[name] = t('missing');
      else if (name === 'email' && value && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value)) wrong[name] = t('badEmail');
    }
    if (config.consent && !chat.agreed) wrong.consent = t('missing');
    changed({ wrong });
    if (Object.keys(wrong).length) {
      setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    chat.began = true;
    enter();
  };
  return (
    <form class="ask" noValidate onSubmit={submit}>
      <p class="hello">{config.greeting}</p>
      {fields.map(({ name, required }, i) => {
        const label = name === 'name' || name === 'email' ? t(name) : name;
        return (
          <div key={name}>
            <label for={`f${i}`}>
              {label} {!required && <small>({t('optional')})</small>}
            </label>
            <input
              id={`f${i}`}
              type={(name === 'email' ? 'email' : 'text') as 'text'}
              autocomplete={name === 'email' || name === 'name' ? name : undefined}
              dir={name === 'email' ? 'ltr' : 'auto'}
              maxLength={300}
              value={chat.form[name] ?? ''}
              aria-required={required}
              aria-invalid={chat.wrong[name] ? true : undefined}
              aria-describedby={`w${i}`}
              onInput={event => {
                chat.form[name] = event.currentTarget.value;
              }}
            />
            <p id={`w${i}`} class="wrong">
              {chat.wrong[name] ?? ''}
            </p>
          </div>
        );
      })}
      {config.consent && (
        <div>
          <label class="check">
            <input
              type="checkbox"
              checked={chat.agreed}
              aria-invalid={chat.wrong.consent ? true : undefined}
              aria-describedby="wc"
              onChange={event => changed({ agreed: event.currentTarget.checked })}
            />
            <span>{config.consent}</span>
          </label>
          <p id="wc" class="wrong">
            {chat.wrong.consent ?? ''}
          </p>
        </div>
      )}
      <Privacy />
      <button type="submit" class="main">
        {t('start')}
      </button>
    </form>
  );
}

function Privacy(): VNode | null {
  if (!config.privacyUrl) return null;
  return (
    <p class="soft">
      <a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
        {t('privacy')}
      </a>
    </p>
  );
}
