/** Makes every random choice, from generators that have names. */
package io.github.vitlora.random;
