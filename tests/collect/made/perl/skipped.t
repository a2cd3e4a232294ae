use Test::More skip_all => 'no stock service';
