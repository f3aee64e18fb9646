/** Turns stored images into the crops that networks see, and keeps decoded ones on disk. */
package io.github.vitlora.transform;
