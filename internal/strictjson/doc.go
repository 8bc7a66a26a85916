// Package strictjson reads JSON of a known model from a stream, once, within a budget. It refuses what two readers
// could understand in two ways: bytes that are not UTF-8, text after the end, a key twice in one object, and keys that
// only differ in case, hence any letter of a key but a lower-case ASCII one. What the model does not name is skipped
// under the same rules. It makes room for what is there, never for what is announced, and shares short strings that
// come again.
package strictjson
