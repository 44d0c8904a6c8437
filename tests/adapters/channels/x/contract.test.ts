import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { channelContract } from '../../../contracts/channel.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';

const RAW = {
  data: { id: '1999999999999999999', text: '@shop hello', author_id: '7', conversation_id: '1999999999999999999' },
};

/** Once for each side of the wall: an account answers in two ways. */
for (const side of ['public', 'private'] as const)
  channelContract({
    kind: xChannel,
    begin: async () => {
      const x = await openX();
      const shop = x.account('shop');
      const maya = x.person('maya');
      const { appKey, appSecret, accessToken, accessSecret } = shop.keys;
      const asked =
        side === 'public'
          ? { post: maya.post('@shop where is it?'), summon: 'named' }
          : { conversation: `${shop.id}-${maya.id}` };
      if (side === 'private') maya.dm(shop, 'Where is it?');
      let away: Promise<void> | null = null;
      const close = () => {
        away ??= x.close();
        return away;
      };
      return {
        settings: { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret },
        variables: { X_API_ORIGIN: x.url },
        reply: {
          to: { address: maya.id, name: 'Maya' },
          ...{ visibility: side, echoes: [{ ...asked, may: 'yes', author: maya.id }] as never },
        },
        got: () =>
          (side === 'public' ? maya.answers() : maya.messagesWith(shop).filter(each => each.by === 'shop')).map(
            each => each.text,
          ),
        away: () => void close(),
        end: close,
        raws: [new TextEncoder().encode(JSON.stringify(RAW))],
      };
    },
  });
