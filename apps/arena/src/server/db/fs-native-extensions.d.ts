declare module "fs-native-extensions" {
  /** Locks a range of an open file exclusively, without waiting; false where another open file holds it. */
  export function tryLock(fd: number, offset: number, length: number): boolean;
}
