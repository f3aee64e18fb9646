#!/bin/sh
# Packs the same pictures, which are texts, by the tools that people have. Run in this folder: sh archives.sh
# Made with GNU tar 1.34, bsdtar 3.6.2, Info-ZIP zip 3.0, 7-Zip 26.02, xz 5.4.1 and zstd 1.5.4.
set -e
export LC_ALL=C.UTF-8 TZ=UTC
here=$PWD
work=$(mktemp -d)
cd "$work"
mkdir -p pets/cat pets/dog
printf cat > pets/cat/größe.png
printf dog > 'pets/dog/a?1.png'
ln -s ../cat/größe.png pets/dog/again.png
ln 'pets/dog/a?1.png' pets/dog/hard.png
ln -s cat pets/tom
truncate -s 1M pets/dog/sparse.png
printf end >> pets/dog/sparse.png
find pets -exec touch -h -d 2020-01-01 {} +

same="--sort=name --owner=a:1 --group=a:1 -b1"
rm -f "$here"/pets.*
tar $same --format=v7 -cf "$here/pets.v7.tar.gz" -I 'gzip -9n' pets
tar $same --format=ustar -cf "$here/pets.ustar.tar.bz2" -j pets
tar $same --format=oldgnu -Scf "$here/pets.oldgnu.tar.xz" -J pets
tar $same --format=gnu -Scf "$here/pets.gnu.tar.zst" -I 'zstd -19' pets
for version in 0.0 0.1 1.0; do
  tar $same --format=pax --pax-option='exthdr.name=%d/%f,delete=atime,delete=ctime' -Scf "$here/pets.pax-$version.tar.xz" -J \
      --sparse-version=$version pets
done
bsdtar --uid 1 --gid 1 --format=pax -cf - pets | zstd -q -1 > "$here/pets.bsdtar.tar.zst"
bsdtar --uid 1 --gid 1 --format=zip -cf "$here/pets.bsdtar.zip" pets
bsdtar --uid 1 --gid 1 --format=7zip -cf "$here/pets.bsdtar.7z" pets
zip -q -X -y -r "$here/pets.info-zip.zip" pets
zip -q -X -r - pets | cat > "$here/pets.streamed.zip"
7zz a -bd -snl "$here/pets.7z" pets > /dev/null
7zz a -bd -snl -m0=bzip2 -ms=off "$here/pets.bzip2.7z" pets > /dev/null
7zz a -bd -snl -tzip -mm=deflate64 "$here/pets.deflate64.zip" pets > /dev/null

# What is refused.
7zz a -bd -ppassword -mhe=on "$here/encrypted.7z" pets > /dev/null
7zz a -bd -ppassword "$here/encrypted-content.7z" pets > /dev/null
7zz a -bd -m0=ppmd "$here/ppmd.7z" pets > /dev/null
7zz a -bd -tzip -ppassword -mem=AES256 "$here/encrypted-aes.zip" pets > /dev/null
7zz a -bd -tzip -mm=lzma "$here/lzma.zip" pets > /dev/null
zip -q -X -r -P password "$here/encrypted.zip" pets
tar $same -cf - pets | zstd -q --ultra -22 --long=30 > "$here/wide.tar.zst"
tar $same -cf - pets | xz --lzma2=dict=1GiB > "$here/wide.tar.xz"
chmod -R u+w "$work"
rm -r "$work"
