/** People's hands and eyes on X. */
import { randomBytes } from 'node:crypto';
import { messaged, posted, revoked, struck, whispered } from './activity.ts';
import { addDm } from './dms.ts';
import { mentions } from './fields.ts';
import type { FakeAccount, FakePerson, SeenDm, SeenPost } from './hands.ts';
import { addPost, type NewPost, revise, strike } from './posts.ts';
import { authorize } from './sign-in.ts';
import {
  type Access,
  conversationOf,
  type Dm,
  type Keys,
  type Media,
  newestOf,
  nextId,
  type Post,
  postOf,
  type User,
  userOf,
  type World,
} from './state.ts';

export function addUser(
  world: World,
  handle: string,
  about: { name?: string; verified?: boolean; dmsOpen?: boolean },
): User {
  const user: User = {
    id: nextId(world),
    handle,
    name: about.name ?? handle,
    createdAt: world.now(),
    protected: false,
    suspended: false,
    gone: false,
    verified: about.verified ?? false,
    dmsOpen: about.dmsOpen ?? false,
    blocks: new Set(),
    follows: new Set(),
  };
  world.users.push(user);
  return user;
}

export const seenPost = (post: Post): SeenPost => ({
  id: post.id,
  by: post.by.handle,
  text: post.body,
  replyTo: post.replyTo?.id ?? null,
  conversation: post.conversation,
  media: post.media.map(each => each.id),
});

export const seenDm = (dm: Dm): SeenDm => ({
  id: dm.id,
  by: dm.by.handle,
  to: dm.to.map(each => each.handle).join(', '),
  text: dm.text,
  media: dm.media.map(each => each.id),
});

function pictures(world: World, howMany = 0, use = 'tweet'): Media[] {
  return Array.from({ length: howMany }, () => {
    const id = nextId(world);
    const media: Media = {
      ...{ id, key: `3_${id}`, type: 'image/jpeg', category: `${use}_image`, bytes: 0 },
      ...{ parts: new Map(), finalized: true, asked: 0 },
    };
    world.media.set(id, media);
    return media;
  });
}

export function makePerson(world: World, user: User): FakePerson {
  const of = (id: string): Post => {
    const post = postOf(world, id);
    if (!post) throw new Error(`There is no post ${id} on this X.`);
    return post;
  };
  const other = (person: FakePerson): User => userOf(world, person.id)!;
  const say = (about: Omit<NewPost, 'by'>): string => {
    const post = addPost(world, { by: user, ...about });
    posted(world, post);
    return post.id;
  };
  return {
    id: user.id,
    get handle() {
      return user.handle;
    },
    post: (body, about = {}) =>
      say({
        body,
        replyTo: about.replyTo ? of(about.replyTo) : null,
        quotes: about.quotes ? of(about.quotes) : null,
        media: pictures(world, about.pictures),
        replySettings: about.replySettings,
      }),
    reply: (to, body) => say({ body, replyTo: of(to) }),
    quote: (post, body) => say({ body, quotes: of(post) }),
    retweet: post => say({ body: '', retweets: of(post) }),
    edit: (post, body) => {
      const next = revise(world, of(post), body);
      posted(world, next);
      return next.id;
    },
    delete: post => {
      strike(world, of(post));
      struck(world, of(post));
    },
    dm: (to, text, about = {}) => {
      const whom = 'handle' in to ? other(to) : world.groups.find(each => each.id === to.id)!;
      if ('blocks' in whom && whom.blocks.has(user))
        throw new Error(`@${whom.handle} has blocked @${user.handle}: X sends nothing.`);
      const dm = addDm(world, user, whom, text, pictures(world, about.pictures, 'dm'));
      messaged(world, dm);
      return dm.id;
    },
    chat: to => whispered(world, user, other(to)),
    protect: (on = true) => {
      user.protected = on;
    },
    suspend: (on = true) => {
      user.suspended = on;
    },
    leave: () => {
      user.gone = true;
    },
    block: (whom, on = true) => void (on ? user.blocks.add(other(whom)) : user.blocks.delete(other(whom))),
    follow: whom => void user.follows.add(other(whom)),
    closeDms: (closed = true) => {
      user.dmsOpen = !closed;
    },
    rename: handle => {
      user.handle = handle;
    },
    withhold: post => {
      of(post).withheld = true;
    },
    messagesWith: person =>
      world.dms.filter(each => each.conversation === conversationOf(user, other(person))).map(seenDm),
    answers: () =>
      world.posts
        .filter(each => !each.deleted && each === newestOf(world, each) && each.by !== user)
        .filter(each => each.replyTo?.by === user || mentions(each, user))
        .map(seenPost),
  };
}

export function makeAccount(world: World, user: User, access: Access = 'read-write-directmessages'): FakeAccount {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  const make = () => {
    const made: Keys = {
      accessToken: `${user.id}-${secret(30)}`,
      accessSecret: secret(33),
      user,
      access,
      revoked: false,
    };
    world.keys.push(made);
    return made;
  };
  const shown = ({ accessToken, accessSecret }: Keys) => ({
    appKey: world.app.key,
    appSecret: world.app.secret,
    accessToken,
    accessSecret,
  });
  const keys = make();
  return Object.assign(makePerson(world, user), {
    keys: shown(keys),
    newKeys: () => shown(make()),
    authorize: (link: string) => authorize(world, link, user),
    revoke: (gone = true) => {
      keys.revoked = gone;
      if (!gone) return;
      world.grants = world.grants.filter(each => each.user !== user);
      revoked(world, user);
    },
  });
}
