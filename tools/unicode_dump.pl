# Prints the Unicode character database that Debian's perl-modules-5.36 carries (Unicode 14.0.0) as lines of
# "property <tab> first code point <tab> value": a value holds until the next line of the same property.
# tools/gen_unicode.py reads it.
use strict;
use warnings;
use Unicode::UCD qw(prop_invmap);
binmode STDOUT, ':utf8';

my $version = Unicode::UCD::UnicodeVersion();
die "this perl knows Unicode $version, not 14.0.0\n" unless $version eq "14.0.0";

my @properties = qw(gc ccc bc ea dm dt nv nt Bidi_M Name Name_Alias lc uc tc cf slc suc stc scf
                    XIDS XIDC Lower Upper Cased CI Comp_Ex NFC_QC NFKC_QC NFD_QC NFKD_QC age);
for my $property (@properties) {
  my ($starts, $values, $format, $default) = prop_invmap($property);
  print join("\t", "!format", $property, $format, $default), "\n";
  for my $i (0 .. $#$starts) {
    my $value = $values->[$i];
    my $text = ref $value ? join(($property eq 'Name_Alias') ? '|' : ' ', @$value) : $value;
    print join("\t", $property, $starts->[$i], $text), "\n";
  }
}
my %sequences = Unicode::UCD::namedseq();
for my $name (sort keys %sequences) {
  print join("\t", "!sequence", $name, join(' ', map { ord } split //, $sequences{$name})), "\n";
}
