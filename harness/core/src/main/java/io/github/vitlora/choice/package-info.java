/**
 * What trials chose by their validation images: learning rates and penalties, and what was tried.
 */
package io.github.vitlora.choice;
