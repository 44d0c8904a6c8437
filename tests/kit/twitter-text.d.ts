/** What the tests use of twitter-text, X's own library, which comes without types. */
declare module 'twitter-text' {
  const library: {
    parseTweet(text: string): { weightedLength: number };
    extractUrls(text: string): string[];
    regexen: { validGTLD: RegExp; validCCTLD: RegExp };
  };
  export default library;
}
