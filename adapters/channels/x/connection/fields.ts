/**
 * What is asked for with each list. Nothing is expanded that X bills: an author costs ten times as much as their post,
 * so people are looked up by themselves, once. The names are those of 2025; X takes them beside its new ones.
 */

const POST_FIELDS = [
  ...['attachments', 'author_id', 'conversation_id', 'created_at', 'display_text_range', 'edit_history_tweet_ids'],
  ...['entities', 'in_reply_to_user_id', 'note_tweet', 'referenced_tweets', 'reply_settings', 'withheld'],
].join();
const MEDIA = {
  expansions: 'attachments.media_keys',
  'media.fields': 'alt_text,media_key,preview_image_url,type,url',
};

export const POSTS = { 'tweet.fields': POST_FIELDS, ...MEDIA };
export const MESSAGES = {
  // Others tell who joined or left; each would be billed.
  event_types: 'MessageCreate',
  'dm_event.fields':
    'attachments,created_at,dm_conversation_id,entities,event_type,id,referenced_tweets,sender_id,text',
  ...MEDIA,
};
export const PEOPLE = {
  'user.fields': 'connection_status,name,protected,receives_your_dm,username,verified,withheld',
};
export const ME = { 'user.fields': 'name,protected,subscription_type,username' };
