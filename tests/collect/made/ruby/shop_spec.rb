def discount(cents, percent)
  cents - cents * percent / 100
end

RSpec.describe 'price <"&\'> é 日本' do
  it('takes nothing off') { expect(discount(1000, 0)).to eq 1000 }
  it("takes 20 %\noff") { expect(discount(1000, 20)).to eq(900), 'a "quoted" <reason> & ]]> more' }
  it('throws') { raise RangeError, "count of \"tea\n'x'\" is below 0 <&>" }
  it('is still to be written')
  xit('needs the stock service') { raise 'never reached' }
  it('is known to fail') { pending('rounds down'); expect(discount(1, 50)).to eq 0 }
  it('was thought to fail') { pending('was thought to fail'); expect(1).to eq 1 }
end
