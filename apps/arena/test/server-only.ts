/** Next replaces this module with a guard; under test everything is the server. */
export {};
