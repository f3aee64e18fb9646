/** What trained networks say of images that they have not seen. */
package io.github.vitlora.predict;
