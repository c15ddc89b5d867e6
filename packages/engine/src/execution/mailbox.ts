/** Takes messages, and deals with them one after the other. */
export interface Mailbox {
  post(message: Message): void;
  /** Whether more has come while a message was being dealt with. */
  readonly hasMail: boolean;
}

type Message = () => void | Promise<void>;

export function createMailbox(about: {
  /** When all that has come is dealt with; again when more came meanwhile. */
  afterwards: () => Promise<void>;
  /** What a message threw; the others are dealt with all the same. */
  onFault: (fault: unknown) => void;
}): Mailbox {
  const messages: Message[] = [];
  let working = false;

  async function work(): Promise<void> {
    while (messages.length > 0) {
      try {
        for (let message = messages.shift(); message !== undefined; message = messages.shift()) await message();
        await about.afterwards();
      } catch (fault) {
        about.onFault(fault);
      }
    }
    working = false;
  }

  return {
    post(message) {
      messages.push(message);
      if (working) return;
      working = true;
      void work();
    },
    get hasMail() {
      return messages.length > 0;
    },
  };
}
