"""Every reading rule and every spelling of it: typed, what it means to mpmath, its echo.

The meaning is written by hand and runs on mpmath alone; `rate = 7` and `f(x) = x^3` are rows of the
same document. A name that Python keeps for itself has an underscore after it.
"""

RULES = {
    "products: a product sign may be left out": {
        "2x": [
            ("2x", "2*x", "2x"),
            ("10x", "10*x", "10x"),
            ("2.5x", "2.5*x", "2.5x"),
        ],
        "2 x": [
            ("2 x", "2*x", "2x"),
            ("3 x y", "3*x*y", r"3x\,y"),
            ("2  sin x", "2*sin(x)", r"2\sin x"),
        ],
        "2(x+1)": [
            ("2(x+1)", "2*(x+1)", "2(x + 1)"),
            ("2 (x+1)", "2*(x+1)", "2(x + 1)"),
            ("3(x)(y)", "3*x*y", r"3x\,y"),
        ],
        "(x+1)(x-1)": [
            ("(x+1)(x-1)", "(x+1)*(x-1)", "(x + 1)(x - 1)"),
            ("(x+1) (x-1)", "(x+1)*(x-1)", "(x + 1)(x - 1)"),
            ("(x+1)(x-1)(x+2)", "(x+1)*(x-1)*(x+2)", "(x + 1)(x - 1)(x + 2)"),
        ],
        "x(x+1)": [
            ("x(x+1)", "x*(x+1)", r"x\,(x + 1)"),
            ("y(x+1)^2", "y*(x+1)**2", r"y\,(x + 1)^{2}"),
            ("a(x-1)", "a*(x-1)", r"a\,(x - 1)"),
        ],
        "(x+1)x": [
            ("(x+1)x", "(x+1)*x", r"(x + 1)\,x"),
            ("(x+1)2", "(x+1)*2", r"(x + 1) \cdot 2"),
            ("(x+1)sin x", "(x+1)*sin(x)", r"(x + 1)\,\sin x"),
        ],
        "xsin(x)": [
            ("xsin(x)", "x*sin(x)", r"x\,\sin x"),
            ("xcosx", "x*cos(x)", r"x\,\cos x"),
            ("axsin(bx)", "a*x*sin(b*x)", r"a\,x\,\sin(b\,x)"),
        ],
        "2pi x": [
            ("2pi x", "2*pi*x", r"2\pi\,x"),
            ("2pix", "2*pi*x", r"2\pi\,x"),
            ("pi x/2", "pi*x/2", r"\frac{\pi\,x}{2}"),
        ],
        "xy": [
            ("xy", "x*y", r"x\,y"),
            ("xyz", "x*y*z", r"x\,y\,z"),
            ("zyx", "x*y*z", r"z\,y\,x"),
        ],
        "3xyz^2": [
            ("3xyz^2", "3*x*y*z**2", r"3x\,y\,z^{2}"),
            ("xy^2", "x*y**2", r"x\,y^{2}"),
            ("2ax^2y", "2*a*x**2*y", r"2a\,x^{2}\,y"),
        ],
        "x before a bracket is a product, sin before one a call": [
            ("x(2)", "x*2", r"x \cdot 2"),
            ("sin(2)", "sin(2)", r"\sin 2"),
            ("x sin(x)(x+1)", "x*sin(x)*(x+1)", r"x\,\sin(x)\,(x + 1)"),
        ],
    },
    "words: known names, constants, functions, Greek letters, letters, new names": {
        "a defined name wins": [
            ("rate x", "7*x", r"\mathrm{rate}\,x"),
            ("x rate^2", "49*x", r"x\,\mathrm{rate}^{2}"),
            ("2rate", "14 + 0*x", r"2\mathrm{rate}"),
        ],
        "a constant": [
            ("pi x", "pi*x", r"\pi\,x"),
            ("tau", "tau + 0*x", r"\tau"),
            ("phi x", "phi*x", r"\varphi\,x"),
        ],
        "a function": [
            ("sin x", "sin(x)", r"\sin x"),
            ("relu(x)", "max(x, 0)", r"\mathrm{ReLU}(x)"),
            ("lgamma(x)", "log(gamma(x))", r"\ln(\left|\Gamma(x)\right|)"),
        ],
        "a Greek letter": [
            ("alpha x", "alpha*x", r"\alpha\,x"),
            ("omega^2 x", "omega**2*x", r"\omega^{2}\,x"),
            ("alphax", "alpha*x", r"\alpha\,x"),
        ],
        "known names and one-letter variables": [
            ("xy", "x*y", r"x\,y"),
            ("xsin x", "x*sin(x)", r"x\,\sin x"),
            ("xpi", "x*pi", r"x\,\pi"),
        ],
        "else a new name": [
            ("speed x", "speed*x", r"\mathrm{speed}\,x"),
            ("speed^2", "speed**2 + 0*x", r"\mathrm{speed}^{2}"),
            ("speed + x", "speed + x", r"\mathrm{speed} + x"),
        ],
    },
    "subscripts: one name": {
        "x1": [
            ("x1", "x_1", "x_{1}"),
            ("x1^2", "x_1**2", "x_{1}^{2}"),
            ("2x1", "2*x_1", "2x_{1}"),
        ],
        "x_1": [
            ("x_1", "x_1", "x_{1}"),
            ("x_1^2", "x_1**2", "x_{1}^{2}"),
            ("x_1 + 1", "x_1 + 1", "x_{1} + 1"),
        ],
        "x_{1}": [
            ("x_{1}", "x_1", "x_{1}"),
            ("x_{1}^2", "x_1**2", "x_{1}^{2}"),
            ("sin x_{1}", "sin(x_1)", r"\sin x_{1}"),
        ],
        "x₁": [
            ("x₁", "x_1", "x_{1}"),
            ("x₁²", "x_1**2", "x_{1}^{2}"),
            ("x₁ + x_1 + x1", "3*x_1", "x_{1} + x_{1} + x_{1}"),
        ],
        "theta_2": [
            ("theta_2 x", "theta_2*x", r"\theta_{2}\,x"),
            ("θ_2 x", "theta_2*x", r"\theta_{2}\,x"),
            ("θ₂ x", "theta_2*x", r"\theta_{2}\,x"),
        ],
        "E_n": [
            ("E_n x", "E_n*x", r"E_{n}\,x"),
            ("E_{n} x", "E_n*x", r"E_{n}\,x"),
            ("E_n^2 + x", "E_n**2 + x", "E_{n}^{2} + x"),
        ],
        "mu_drift": [
            ("mu_drift x", "mu_drift*x", r"\mu_{\mathrm{drift}}\,x"),
            ("x/mu_drift", "x/mu_drift", r"\frac{x}{\mu_{\mathrm{drift}}}"),
            ("μ_drift x", "mu_drift*x", r"\mu_{\mathrm{drift}}\,x"),
        ],
    },
    "powers: they bind before the sign and from the right": {
        "-x^2": [
            ("-x^2", "-(x**2)", "-x^{2}"),
            ("-2^2 x", "-4*x", r"-2^{2}\,x"),
            ("x - x^2", "x - x**2", "x - x^{2}"),
        ],
        "2^-x": [
            ("2^-x", "2**-x", "2^{-x}"),
            ("x^-2", "x**-2", "x^{-2}"),
            ("e^-x^2", "exp(-x**2)", "e^{-x^{2}}"),
        ],
        "2^3^x": [
            ("2^3^x", "2**3**x", "2^{3^{x}}"),
            ("x^2^3", "x**8", "x^{2^{3}}"),
            ("2^x^2", "2**(x**2)", "2^{x^{2}}"),
        ],
        "**": [
            ("x**2", "x**2", "x^{2}"),
            ("2**-x", "2**-x", "2^{-x}"),
            ("2**3**x", "2**3**x", "2^{3^{x}}"),
        ],
    },
    "quotients: left to right": {
        "1/2x": [
            ("1/2x", "x/2", r"\frac{1}{2}\,x"),
            ("3/4 x", "0.75*x", r"\frac{3}{4}\,x"),
            ("1/2x^2", "x**2/2", r"\frac{1}{2}\,x^{2}"),
        ],
        "x/2(x+1)": [
            ("x/2(x+1)", "x/2*(x+1)", r"\frac{x}{2}\,(x + 1)"),
            ("1/x(x+1)", "(x+1)/x", r"\frac{1}{x}\,(x + 1)"),
            ("x/2/3", "x/6", r"\frac{\frac{x}{2}}{3}"),
        ],
        "x/(2(x+1))": [
            ("x/(2(x+1))", "x/(2*(x+1))", r"\frac{x}{2(x + 1)}"),
            ("1/(2x)", "1/(2*x)", r"\frac{1}{2x}"),
            ("1/(x y)", "1/(x*y)", r"\frac{1}{x\,y}"),
        ],
    },
    "functions without brackets: they take the following product": {
        "sin x/2": [
            ("sin x/2", "sin(x/2)", r"\sin\left(\frac{x}{2}\right)"),
            ("cos x/3 + 1", "cos(x/3) + 1", r"\cos\left(\frac{x}{3}\right) + 1"),
            ("tan x/2/3", "tan(x/6)", r"\tan\left(\frac{\frac{x}{2}}{3}\right)"),
        ],
        "sin 2x": [
            ("sin 2x", "sin(2*x)", r"\sin(2x)"),
            ("cos 2pi x", "cos(2*pi*x)", r"\cos(2\pi\,x)"),
            ("sin 2 x y", "sin(2*x*y)", r"\sin(2x\,y)"),
        ],
        "sin x cos x": [
            ("sin x cos x", "sin(x)*cos(x)", r"\sin x\,\cos x"),
            ("sin 2x cos 3x", "sin(2*x)*cos(3*x)", r"\sin(2x)\,\cos(3x)"),
            ("x sin x cos x", "x*sin(x)*cos(x)", r"x\,\sin x\,\cos x"),
        ],
        "sin x + 1": [
            ("sin x + 1", "sin(x) + 1", r"\sin x + 1"),
            ("cos x - x", "cos(x) - x", r"\cos x - x"),
            ("ln x + ln 2", "log(x) + log(2)", r"\ln x + \ln 2"),
        ],
        "ln x^2": [
            ("ln x^2", "log(x**2)", r"\ln(x^{2})"),
            ("sin x^2", "sin(x**2)", r"\sin(x^{2})"),
            ("ln x^2 + 1", "log(x**2) + 1", r"\ln(x^{2}) + 1"),
        ],
        "exp x^2": [
            ("exp x^2", "exp(x**2)", r"\exp(x^{2})"),
            ("exp -x^2", "exp(-x**2)", r"\exp({-x^{2}})"),
            ("exp 2x", "exp(2*x)", r"\exp(2x)"),
        ],
    },
    "powers of functions": {
        "sin^2 x": [
            ("sin^2 x", "sin(x)**2", r"\sin^{2} x"),
            ("cos^3 2x", "cos(2*x)**3", r"\cos^{3}(2x)"),
            ("sin^2(x) + cos^2(x)", "mpf(1) + 0*x", r"\sin^{2} x + \cos^{2} x"),
        ],
        "sin²x": [
            ("sin²x", "sin(x)**2", r"\sin^{2} x"),
            ("cos² x", "cos(x)**2", r"\cos^{2} x"),
            ("tan³x", "tan(x)**3", r"\tan^{3} x"),
        ],
        "sin(x)^2": [
            ("sin(x)^2", "sin(x)**2", r"\sin^{2} x"),
            ("exp(x)^2", "exp(2*x)", r"\exp(x)^{2}"),
            ("2sin(x)^3", "2*sin(x)**3", r"2\sin^{3} x"),
        ],
        "ln²x": [
            ("ln²x", "log(x)**2", r"\ln^{2} x"),
            ("ln^2 x", "log(x)**2", r"\ln^{2} x"),
            ("ln²(x+1)", "log(x+1)**2", r"\ln^{2}(x + 1)"),
        ],
    },
    "inverse functions": {
        "sin^-1 x": [
            ("sin^-1 x", "asin(x)", r"\arcsin(x)"),
            ("tan^-1 2x", "atan(2*x)", r"\arctan(2x)"),
            ("cos^{-1} x", "acos(x)", r"\arccos(x)"),
        ],
        "sin⁻¹(x)": [
            ("sin⁻¹(x)", "asin(x)", r"\arcsin(x)"),
            ("tan⁻¹ x", "atan(x)", r"\arctan(x)"),
            ("sinh⁻¹(x)", "asinh(x)", r"\mathrm{arsinh}(x)"),
        ],
        "arcsin x": [
            ("arcsin x", "asin(x)", r"\arcsin(x)"),
            ("arctan x", "atan(x)", r"\arctan(x)"),
            ("arccos(x)", "acos(x)", r"\arccos(x)"),
        ],
        "asin(x)": [
            ("asin(x)", "asin(x)", r"\arcsin(x)"),
            ("acos x", "acos(x)", r"\arccos(x)"),
            ("atan(x/2)", "atan(x/2)", r"\arctan\left(\frac{x}{2}\right)"),
        ],
    },
    "logarithms": {
        "log x": [
            ("log x", "log(x)", r"\ln x"),
            ("log(x)", "log(x)", r"\ln x"),
            ("log 2x", "log(2*x)", r"\ln(2x)"),
        ],
        "log10": [
            ("log10 x", "log(x)/log(10)", r"\log_{10} x"),
            ("log10(x)", "log(x)/log(10)", r"\log_{10} x"),
            ("log10 100 + x", "2 + x", r"\log_{10} 100 + x"),
        ],
        "log2": [
            ("log2 x", "log(x)/log(2)", r"\log_{2} x"),
            ("log2(x)", "log(x)/log(2)", r"\log_{2} x"),
            ("log2 8x", "log(8*x)/log(2)", r"\log_{2}(8x)"),
        ],
        "log(x, b)": [
            ("log(x, b)", "log(x)/log(b)", r"\log_{b} x"),
            ("log(x, 5)", "log(x)/log(5)", r"\log_{5} x"),
            ("log(8, 2) + x", "3 + x", r"\log_{2} 8 + x"),
        ],
        "log_2 x": [
            ("log_2 x", "log(x)/log(2)", r"\log_{2} x"),
            ("log_{10} x", "log(x)/log(10)", r"\log_{10} x"),
            ("log_b(x)", "log(x)/log(b)", r"\log_{b} x"),
            ("log_pi(x)", "log(x)/log(pi)", r"\log_{\pi} x"),
        ],
    },
    "constants, unless declared": {
        "e": [
            ("e^x", "exp(x)", "e^{x}"),
            ("e x", "e*x", r"e\,x"),
            ("x^e", "x**e", "x^{e}"),
        ],
        "E": [
            ("E^x", "exp(x)", "e^{x}"),
            ("E x", "e*x", r"e\,x"),
            ("E", "e + 0*x", "e"),
        ],
        "pi": [
            ("pi x", "pi*x", r"\pi\,x"),
            ("sin(pi x)", "sin(pi*x)", r"\sin(\pi\,x)"),
            ("x/pi", "x/pi", r"\frac{x}{\pi}"),
        ],
        "π": [
            ("π x", "pi*x", r"\pi\,x"),
            ("2πx", "2*pi*x", r"2\pi\,x"),
            ("x^π", "x**pi", r"x^{\pi}"),
        ],
        "PI": [
            ("PI x", "pi*x", r"\pi\,x"),
            ("PI", "pi + 0*x", r"\pi"),
            ("sin PI x", "sin(pi*x)", r"\sin(\pi\,x)"),
        ],
        "tau": [
            ("tau x", "tau*x", r"\tau\,x"),
            ("tau", "tau + 0*x", r"\tau"),
            ("sin tau x", "sin(tau*x)", r"\sin(\tau\,x)"),
        ],
        "τ": [
            ("τ x", "tau*x", r"\tau\,x"),
            ("τ + x", "tau + x", r"\tau + x"),
            ("xτ", "x*tau", r"x\,\tau"),
        ],
        "phi": [
            ("phi x", "phi*x", r"\varphi\,x"),
            ("phi^2", "phi + 1 + 0*x", r"\varphi^{2}"),
            ("x + phi", "x + phi", r"x + \varphi"),
        ],
        "φ": [
            ("φ x", "phi*x", r"\varphi\,x"),
            ("φ^2", "phi + 1 + 0*x", r"\varphi^{2}"),
            ("xφ", "x*phi", r"x\,\varphi"),
        ],
        "a declared name wins": [
            ("f(e) = e^2", "e_**2", "f(e) = e^{2}"),
            ("f(pi) = 2pi", "2*pi_", r"f(\pi) = 2\pi"),
            ("f(tau) = tau + 1", "tau_ + 1", r"f(\tau) = \tau + 1"),
        ],
    },
    "absolute values": {
        "|x|": [
            ("|x|", "abs(x)", r"\left|x\right|"),
            ("|x - 2|", "abs(x-2)", r"\left|x - 2\right|"),
            ("|sin x|", "abs(sin(x))", r"\left|\sin x\right|"),
        ],
        "|x||x-1|": [
            ("|x||x-1|", "abs(x)*abs(x-1)", r"\left|x\right|\,\left|x - 1\right|"),
            ("|x| |y|", "abs(x)*abs(y)", r"\left|x\right|\,\left|y\right|"),
            ("|x||x-1||x-2|", "abs(x)*abs(x-1)*abs(x-2)", r"\left|x\right|\,\left|x - 1\right|\,\left|x - 2\right|"),
        ],
        "|x-|x-1||": [
            ("|x-|x-1||", "abs(x-abs(x-1))", r"\left|x - \left|x - 1\right|\right|"),
            ("||x|-1|", "abs(abs(x)-1)", r"\left|\left|x\right| - 1\right|"),
            ("|2-|x||", "abs(2-abs(x))", r"\left|2 - \left|x\right|\right|"),
        ],
        "2|x|": [
            ("2|x|", "2*abs(x)", r"2\left|x\right|"),
            ("x|x|", "x*abs(x)", r"x\,\left|x\right|"),
            ("|x|^2", "x**2", r"\left|x\right|^{2}"),
        ],
        "abs(x)": [
            ("abs(x)", "abs(x)", r"\left|x\right|"),
            ("abs x", "abs(x)", r"\left|x\right|"),
            ("2abs(x-1)", "2*abs(x-1)", r"2\left|x - 1\right|"),
        ],
    },
    "roots": {
        "√x": [
            ("√x", "sqrt(x)", r"\sqrt{x}"),
            ("2√x", "2*sqrt(x)", r"2\sqrt{x}"),
            ("√x + 1", "sqrt(x) + 1", r"\sqrt{x} + 1"),
        ],
        "√(x+1)": [
            ("√(x+1)", "sqrt(x+1)", r"\sqrt{x + 1}"),
            ("√(x^2+1)/2", "sqrt(x**2+1)/2", r"\frac{\sqrt{x^{2} + 1}}{2}"),
            ("√(√x)", "x**mpf('0.25')", r"\sqrt{\sqrt{x}}"),
        ],
        "√2·x": [
            ("√2·x", "sqrt(2)*x", r"\sqrt{2}\,x"),
            ("√2*x", "sqrt(2)*x", r"\sqrt{2}\,x"),
            ("√3·x + 1", "sqrt(3)*x + 1", r"\sqrt{3}\,x + 1"),
        ],
        "root(3, x)": [
            ("root(3, x)", "odd(x, 3)", r"\sqrt[3]{x}"),
            ("root(3, -8) + x", "x - 2", r"\sqrt[3]{-8} + x"),
            ("root(4, x)", "x**mpf('0.25')", r"\sqrt[4]{x}"),
        ],
        "cbrt(x)": [
            ("cbrt(x)", "odd(x, 3)", r"\sqrt[3]{x}"),
            ("cbrt(-x)", "-odd(x, 3)", r"\sqrt[3]{-x}"),
            ("cbrt x + 1", "odd(x, 3) + 1", r"\sqrt[3]{x} + 1"),
        ],
        "x^(1/3)": [
            ("x^(1/3)", "odd(x, 3)", "x^{1/3}"),
            ("(-x)^(1/3)", "-odd(x, 3)", "({-x})^{1/3}"),
            ("(-8)^(1/3) x", "-2*x", r"({-8})^{1/3}\,x"),
        ],
        "x^(2/3)": [
            ("x^(2/3)", "odd(x, 3)**2", "x^{2/3}"),
            ("(-x)^(2/3)", "odd(x, 3)**2", "({-x})^{2/3}"),
            ("(x-2)^(3/5)", "odd(x-2, 5)**3", "(x - 2)^{3/5}"),
        ],
    },
    "signs from other keyboards": {
        "x²": [
            ("x²", "x**2", "x^{2}"),
            ("x³ - x²", "x**3 - x**2", "x^{3} - x^{2}"),
            ("2x²y", "2*x**2*y", r"2x^{2}\,y"),
        ],
        "x⁻¹": [
            ("x⁻¹", "1/x", "x^{-1}"),
            ("2x⁻²", "2/x**2", "2x^{-2}"),
            ("(x+1)⁻¹", "1/(x+1)", "(x + 1)^{-1}"),
        ],
        "x¹⁰": [
            ("x¹⁰", "x**10", "x^{10}"),
            ("x¹²/2", "x**12/2", r"\frac{x^{12}}{2}"),
            ("x⁰", "1 + 0*x", "x^{0}"),
        ],
        "½x": [
            ("½x", "x/2", r"\frac{1}{2}\,x"),
            ("¾x²", "0.75*x**2", r"\frac{3}{4}\,x^{2}"),
            ("⅓x", "x/3", r"\frac{1}{3}\,x"),
        ],
        "×": [
            ("2×x", "2*x", "2x"),
            ("x × y", "x*y", r"x\,y"),
            ("2×3×x", "6*x", r"2 \cdot 3x"),
        ],
        "·": [
            ("2·x", "2*x", "2x"),
            ("x · y", "x*y", r"x\,y"),
            ("2·3·x", "6*x", r"2 \cdot 3x"),
        ],
        "⋅": [
            ("2⋅x", "2*x", "2x"),
            ("x ⋅ y", "x*y", r"x\,y"),
            ("2⋅3⋅x", "6*x", r"2 \cdot 3x"),
        ],
        "÷": [
            ("x÷2", "x/2", r"\frac{x}{2}"),
            ("1 ÷ x", "1/x", r"\frac{1}{x}"),
            ("x÷2÷3", "x/6", r"\frac{\frac{x}{2}}{3}"),
        ],
        "−": [
            ("x − 1", "x - 1", "x - 1"),
            ("−x²", "-x**2", "-x^{2}"),
            ("2^−x", "2**-x", "2^{-x}"),
        ],
        "–": [
            ("x – 1", "x - 1", "x - 1"),
            ("–x²", "-x**2", "-x^{2}"),
            ("2^–x", "2**-x", "2^{-x}"),
        ],
        "—": [
            ("x — 1", "x - 1", "x - 1"),
            ("—x²", "-x**2", "-x^{2}"),
            ("2^—x", "2**-x", "2^{-x}"),
        ],
        "full-width": [
            ("２ｘ＋１", "2*x+1", "2x + 1"),
            ("ｓｉｎ（ｘ）", "sin(x)", r"\sin x"),
            ("ｘ＾２", "x**2", "x^{2}"),
        ],
        "NBSP": [
            ("2\u00a0x", "2*x", "2x"),
            ("x\u00a0+\u00a01", "x+1", "x + 1"),
            ("sin\u00a0x", "sin(x)", r"\sin x"),
        ],
        "thin space": [
            ("2\u2009x", "2*x", "2x"),
            ("x\u2009+\u20091", "x+1", "x + 1"),
            ("sin\u2009x", "sin(x)", r"\sin x"),
        ],
        "zero-width space": [
            ("2\u200bx", "2*x", "2x"),
            ("x\u200b+\u200b1", "x+1", "x + 1"),
            ("2\u200b(x+1)", "2*(x+1)", "2(x + 1)"),
        ],
    },
    "numbers": {
        "1e-3x": [
            ("1e-3x", "0.001*x", r"1 \cdot 10^{-3}\,x"),
            ("2.5E+2x", "250*x", r"2.5 \cdot 10^{2}\,x"),
            ("1e3", "1000 + 0*x", r"1 \cdot 10^{3}"),
        ],
        "3e2 x": [
            ("3e2 x", "300*x", r"3 \cdot 10^{2}\,x"),
            ("3e2x", "300*x", r"3 \cdot 10^{2}\,x"),
            ("x + 1e2", "x + 100", r"x + 1 \cdot 10^{2}"),
        ],
        ".5x": [
            (".5x", "0.5*x", "0.5x"),
            ("x + .25", "x + 0.25", "x + 0.25"),
            ("-.5", "-0.5 + 0*x", "-0.5"),
        ],
        "5.x": [
            ("5.x", "5*x", "5x"),
            ("5. + x", "5 + x", "5 + x"),
            ("2.(x+1)", "2*(x+1)", "2(x + 1)"),
        ],
        "3e^x": [
            ("3e^x", "3*exp(x)", "3e^{x}"),
            ("2e x", "2*e*x", r"2e\,x"),
            ("3e", "3*e + 0*x", "3e"),
        ],
        "1 000": [
            ("1 000", "1000 + 0*x", "1000"),
            ("1 000 000 x", "1000000*x", "1000000x"),
            ("12 345 + x", "12345 + x", "12345 + x"),
        ],
    },
    "signs after a number": {
        "30°": [
            ("sin 30°", "0.5 + 0*x", r"\sin\left(\frac{30\pi}{180}\right)"),
            ("x°", "x*pi/180", r"\frac{x\,\pi}{180}"),
            ("180° x", "pi*x", r"\frac{180\pi}{180}\,x"),
        ],
        "50%": [
            ("50% x", "0.5*x", r"\frac{50}{100}\,x"),
            ("5%", "0.05 + 0*x", r"\frac{5}{100}"),
            ("x + 20%", "x + 0.2", r"x + \frac{20}{100}"),
        ],
        "5!": [
            ("5! x", "120*x", r"5!\,x"),
            ("x!", "factorial(x)", "x!"),
            ("0! + x", "1 + x", "0! + x"),
        ],
    },
    "other brackets": {
        "[ ]": [
            ("[x+1]^2", "(x+1)**2", "(x + 1)^{2}"),
            ("2[x-1]", "2*(x-1)", "2(x - 1)"),
            ("[(x+1)(x-1)] x", "(x+1)*(x-1)*x", r"((x + 1)(x - 1))\,x"),
        ],
        "{ }": [
            ("{x+1}/2", "(x+1)/2", r"\frac{x + 1}{2}"),
            ("2{x-1}", "2*(x-1)", "2(x - 1)"),
            ("{x+1}^2", "(x+1)**2", "(x + 1)^{2}"),
        ],
    },
    "cases and restrictions": {
        "{x < 0: -x, x^2}": [
            ("{x < 0: -x, x^2}", "-x if x < 0 else x**2", r"\begin{cases} -x & \mathrm{if}\;x < 0 \\ x^{2} & \mathrm{otherwise} \end{cases}"),
            ("2{x<1: x, 1}", "2*(x if x < 1 else 1)", r"2\,\begin{cases} x & \mathrm{if}\;x < 1 \\ 1 & \mathrm{otherwise} \end{cases}"),
            ("{x<0: 1, x<1: 2, else: 3}", "mpf(1) if x < 0 else mpf(2) if x < 1 else mpf(3)", r"\begin{cases} 1 & \mathrm{if}\;x < 0 \\ 2 & \mathrm{if}\;x < 1 \\ 3 & \mathrm{otherwise} \end{cases}"),
        ],
        "if(c, a, b)": [
            ("if(x<1, -x, x)", "-x if x < 1 else x", r"\begin{cases} -x & \mathrm{if}\;x < 1 \\ x & \mathrm{otherwise} \end{cases}"),
            ("if(x>1, sin x, cos x) + 1", "(sin(x) if x > 1 else cos(x)) + 1", r"\begin{cases} \sin x & \mathrm{if}\;x > 1 \\ \cos x & \mathrm{otherwise} \end{cases} + 1"),
            ("if(x=0, 1, 2)", "2 + 0*x", r"\begin{cases} 1 & \mathrm{if}\;x = 0 \\ 2 & \mathrm{otherwise} \end{cases}"),
        ],
        "where(c, a, b)": [
            ("where(x<1, -x, x)", "-x if x < 1 else x", r"\begin{cases} -x & \mathrm{if}\;x < 1 \\ x & \mathrm{otherwise} \end{cases}"),
            ("where(x>=1, 1, 0) x", "x if x >= 1 else 0*x", r"\begin{cases} 1 & \mathrm{if}\;x \geq 1 \\ 0 & \mathrm{otherwise} \end{cases}\,x"),
            ("where(x!=0, 1/x, 0)", "1/x", r"\begin{cases} \frac{1}{x} & \mathrm{if}\;x \neq 0 \\ 0 & \mathrm{otherwise} \end{cases}"),
        ],
        "piecewise((a, c), (b, true))": [
            ("piecewise((-x, x<1), (x, true))", "-x if x < 1 else x", r"\begin{cases} -x & \mathrm{if}\;x < 1 \\ x & \mathrm{otherwise} \end{cases}"),
            ("piecewise((1, x<0), (2, x<1), (3, true))", "mpf(1) if x < 0 else mpf(2) if x < 1 else mpf(3)", r"\begin{cases} 1 & \mathrm{if}\;x < 0 \\ 2 & \mathrm{if}\;x < 1 \\ 3 & \mathrm{otherwise} \end{cases}"),
            ("piecewise((x^2, x>1), (x, true)) + 1", "(x**2 if x > 1 else x) + 1", r"\begin{cases} x^{2} & \mathrm{if}\;x > 1 \\ x & \mathrm{otherwise} \end{cases} + 1"),
        ],
        "x^2 {x > 0}": [
            ("x^2 {x > 0}", "x**2 if x > 0 else nan", r"\begin{cases} x^{2} & \mathrm{if}\;x > 0 \end{cases}"),
            ("ln x {x > 1}", "log(x) if x > 1 else nan", r"\begin{cases} \ln x & \mathrm{if}\;x > 1 \end{cases}"),
            ("x+1 {x<1}", "x+1 if x < 1 else nan", r"\begin{cases} x + 1 & \mathrm{if}\;x < 1 \end{cases}"),
        ],
        "0 < x <= 1": [
            ("{0 < x <= 1: x, 2}", "x if 0 < x <= 1 else mpf(2)", r"\begin{cases} x & \mathrm{if}\;0 < x \leq 1 \\ 2 & \mathrm{otherwise} \end{cases}"),
            ("{1 >= x > 0: x, 2}", "x if 0 < x <= 1 else mpf(2)", r"\begin{cases} x & \mathrm{if}\;1 \geq x > 0 \\ 2 & \mathrm{otherwise} \end{cases}"),
            ("x {0 ≤ x ≤ 1}", "x if 0 <= x <= 1 else nan", r"\begin{cases} x & \mathrm{if}\;0 \leq x \leq 1 \end{cases}"),
        ],
        "and": [
            ("{x>0 and x<1: x, 2}", "x if 0 < x < 1 else mpf(2)", r"\begin{cases} x & \mathrm{if}\;x > 0\;\mathrm{and}\;x < 1 \\ 2 & \mathrm{otherwise} \end{cases}"),
            ("if(x>1 and x<3, 1, 0)", "mpf(1) if 1 < x < 3 else mpf(0)", r"\begin{cases} 1 & \mathrm{if}\;x > 1\;\mathrm{and}\;x < 3 \\ 0 & \mathrm{otherwise} \end{cases}"),
            ("x {x>0 and y>0}", "x if x > 0 and y > 0 else nan", r"\begin{cases} x & \mathrm{if}\;x > 0\;\mathrm{and}\;y > 0 \end{cases}"),
        ],
        "or": [
            ("{x<0 or x>1: x, 2}", "x if x < 0 or x > 1 else mpf(2)", r"\begin{cases} x & \mathrm{if}\;x < 0\;\mathrm{or}\;x > 1 \\ 2 & \mathrm{otherwise} \end{cases}"),
            ("if(x<1 or x>2, 1, 0)", "mpf(1) if x < 1 or x > 2 else mpf(0)", r"\begin{cases} 1 & \mathrm{if}\;x < 1\;\mathrm{or}\;x > 2 \\ 0 & \mathrm{otherwise} \end{cases}"),
            ("{x=0 or x>1: x, 1}", "x if x > 1 else mpf(1)", r"\begin{cases} x & \mathrm{if}\;x = 0\;\mathrm{or}\;x > 1 \\ 1 & \mathrm{otherwise} \end{cases}"),
        ],
        "not": [
            ("{not x < 1: x, 2}", "x if not x < 1 else mpf(2)", r"\begin{cases} x & \mathrm{if}\;\mathrm{not}\;x < 1 \\ 2 & \mathrm{otherwise} \end{cases}"),
            ("if(not (x<1 or x>3), 1, 0)", "mpf(1) if 1 <= x <= 3 else mpf(0)", r"\begin{cases} 1 & \mathrm{if}\;\mathrm{not}\;(x < 1\;\mathrm{or}\;x > 3) \\ 0 & \mathrm{otherwise} \end{cases}"),
            ("x {not x = 0}", "x", r"\begin{cases} x & \mathrm{if}\;\mathrm{not}\;x = 0 \end{cases}"),
        ],
    },
    "finite sums and products": {
        "sum(x^k/k, k, 1, 5)": [
            ("sum(x^k/k, k, 1, 5)", "fsum(x**k/k for k in range(1, 6))", r"\sum_{k=1}^{5} \frac{x^{k}}{k}"),
            ("sum(k, k, 1, 100) x", "5050*x", r"\left(\sum_{k=1}^{100} k\right)\,x"),
            ("2sum(x^k, k, 0, 3) + 1", "2*(1+x+x**2+x**3) + 1", r"2\left(\sum_{k=0}^{3} x^{k}\right) + 1"),
        ],
        "sum(k, 1, 5, ...)": [
            ("sum(k, 1, 5, x^k)", "fsum(x**k for k in range(1, 6))", r"\sum_{k=1}^{5} x^{k}"),
            ("sum(k, 0, 2, k x)", "3*x", r"\sum_{k=0}^{2} k\,x"),
            ("sum(k, 1, n, x)", "3*x", r"\sum_{k=1}^{n} x"),
        ],
        "Σ(k=1..5) ...": [
            ("Σ(k=1..5) x^k", "fsum(x**k for k in range(1, 6))", r"\sum_{k=1}^{5} x^{k}"),
            ("Σ(k=1..n) k x", "6*x", r"\sum_{k=1}^{n} k\,x"),
            ("Σ(k=1..5) x^k + 1", "fsum(x**k for k in range(1, 6)) + 1", r"\sum_{k=1}^{5} x^{k} + 1"),
        ],
        "prod(...)": [
            ("prod(x+k, k, 1, 3)", "(x+1)*(x+2)*(x+3)", r"\prod_{k=1}^{3} (x + k)"),
            ("prod(k, k, 1, 5) x", "120*x", r"\left(\prod_{k=1}^{5} k\right)\,x"),
            ("prod(k, 1, 3, x+k)", "(x+1)*(x+2)*(x+3)", r"\prod_{k=1}^{3} (x + k)"),
        ],
        "bounds may be parameters": [
            ("sum(x^k, k, 1, n)", "x + x**2 + x**3", r"\sum_{k=1}^{n} x^{k}"),
            ("prod(x, k, 1, n)", "x**3", r"\prod_{k=1}^{n} x"),
            ("sum(k, k, 1, 2n) x", "21*x", r"\left(\sum_{k=1}^{2n} k\right)\,x"),
        ],
    },
    "derivatives inside the language": {
        "d/dx (...)": [
            ("d/dx (x^3)", "3*x**2", r"\frac{d}{dx}(x^{3})"),
            ("d/dx sin 2x", "2*cos(2*x)", r"\frac{d}{dx}(\sin(2x))"),
            ("d/dx (x^2) + 1", "2*x + 1", r"\frac{d}{dx}(x^{2}) + 1"),
        ],
        "∂/∂x": [
            ("∂/∂x (x^2 y)", "2*x*y", r"\frac{\partial}{\partial x}(x^{2}\,y)"),
            ("∂/∂y (x^2 y)", "x**2", r"\frac{\partial}{\partial y}(x^{2}\,y)"),
            ("∂/∂x sin(x y)", "y*cos(x*y)", r"\frac{\partial}{\partial x}(\sin(x\,y))"),
        ],
        "d^2/dx^2 (...)": [
            ("d^2/dx^2 (x^3)", "6*x", r"\frac{d^{2}}{dx^{2}}(x^{3})"),
            ("d²/dx² sin x", "-sin(x)", r"\frac{d^{2}}{dx^{2}}(\sin x)"),
            ("d^3/dx^3 (x^4)", "24*x", r"\frac{d^{3}}{dx^{3}}(x^{4})"),
        ],
        "f'(x)": [
            ("f'(x)", "3*x**2", "f'(x)"),
            ("f'(2x)", "12*x**2", "f'(2x)"),
            ("x f'(x) - f(x)", "2*x**3", r"x\,f'(x) - f(x)"),
        ],
        "f''(x)": [
            ("f''(x)", "6*x", "f''(x)"),
            ("f''(x+1)", "6*(x+1)", "f''(x + 1)"),
            ("f'''(x) + f''(0)", "6 + 0*x", "f'''(x) + f''(0)"),
        ],
        "diff(f(x), x)": [
            ("diff(f(x), x)", "3*x**2", r"\frac{d}{dx}f(x)"),
            ("diff(x^4, x, 2)", "12*x**2", r"\frac{d^{2}}{dx^{2}}(x^{4})"),
            ("diff(x^2 y, y)", "x**2", r"\frac{\partial}{\partial y}(x^{2}\,y)"),
        ],
    },
    "definitions, constants, comments": {
        "f(x, y) = ...": [
            ("g(x, y) = x y", "x*y", r"g(x, y) = x\,y"),
            ("g(x) = a x^2", "a*x**2", r"g(x) = a\,x^{2}"),
            ("g(t) = t^2", "t**2", "g(t) = t^{2}"),
        ],
        "y = ...": [
            ("y = x^2", "x**2", "y = x^{2}"),
            ("y = sin 2x", "sin(2*x)", r"y = \sin(2x)"),
            ("y = 5", "5 + 0*x", "y = 5"),
        ],
        "f := ...": [
            ("g := x^2", "x**2", "g(x) = x^{2}"),
            ("g(x) := x^3", "x**3", "g(x) = x^{3}"),
            ("g := 2x", "2*x", "g(x) = 2x"),
        ],
        "a = 2": [
            ("rate x", "7*x", r"\mathrm{rate}\,x"),
            ("c = 2", "mpf(2)", "c = 2"),
            ("c = pi/2", "pi/2", r"c = \frac{\pi}{2}"),
        ],
        "# comment": [
            ("x^2 # the square", "x**2", "x^{2}"),
            ("g(x) = x # itself", "x", "g(x) = x"),
            ("x + 1 # + 2", "x+1", "x + 1"),
        ],
    },
    "LaTeX, pasted": {
        r"\frac{a}{b}": [
            (r"\frac{a}{b} x", "a/b*x", r"\frac{a}{b}\,x"),
            (r"\frac{1}{x+1}", "1/(x+1)", r"\frac{1}{x + 1}"),
            (r"\frac{\frac{x}{2}}{3}", "x/6", r"\frac{\frac{x}{2}}{3}"),
        ],
        r"\frac12x": [
            (r"\frac12x", "x/2", r"\frac{1}{2}\,x"),
            (r"\frac 3 4 x", "0.75*x", r"\frac{3}{4}\,x"),
            (r"\frac1x", "1/x", r"\frac{1}{x}"),
        ],
        r"\dfrac": [
            (r"\dfrac{x}{2}", "x/2", r"\frac{x}{2}"),
            (r"\tfrac{x}{2}", "x/2", r"\frac{x}{2}"),
            (r"\dfrac12 x", "x/2", r"\frac{1}{2}\,x"),
        ],
        r"\sqrt[3]{x}": [
            (r"\sqrt[3]{x}", "odd(x, 3)", r"\sqrt[3]{x}"),
            (r"\sqrt{x+1}", "sqrt(x+1)", r"\sqrt{x + 1}"),
            (r"\sqrt[5]{-x}", "-odd(x, 5)", r"\sqrt[5]{-x}"),
        ],
        r"\cdot": [
            (r"2 \cdot x", "2*x", "2x"),
            (r"x \times y", "x*y", r"x\,y"),
            (r"x\cdot\sin x", "x*sin(x)", r"x\,\sin x"),
        ],
        r"\left( \right)": [
            (r"\left( x+1 \right)^2", "(x+1)**2", "(x + 1)^{2}"),
            (r"\left| x-2 \right|", "abs(x-2)", r"\left|x - 2\right|"),
            (r"2\left[x+1\right]", "2*(x+1)", "2(x + 1)"),
        ],
        r"\sin^2 x": [
            (r"\sin^2 x", "sin(x)**2", r"\sin^{2} x"),
            (r"\sin^{2}x \cos x", "sin(x)**2*cos(x)", r"\sin^{2} x\,\cos x"),
            (r"\tan^{-1} x", "atan(x)", r"\arctan(x)"),
        ],
        r"\sum_{k=1}^{5}": [
            (r"\sum_{k=1}^{5} x^k", "fsum(x**k for k in range(1, 6))", r"\sum_{k=1}^{5} x^{k}"),
            (r"\sum_{k=0}^3 k x", "6*x", r"\sum_{k=0}^{3} k\,x"),
            (r"\sum_{k=1}^{n} x", "3*x", r"\sum_{k=1}^{n} x"),
        ],
        r"\prod": [
            (r"\prod_{k=1}^{3} (x+k)", "(x+1)*(x+2)*(x+3)", r"\prod_{k=1}^{3} (x + k)"),
            (r"\prod_{k=1}^n x", "x**3", r"\prod_{k=1}^{n} x"),
            (r"2\prod_{k=1}^{2} k x", "4*x**2", r"2\left(\prod_{k=1}^{2} k\,x\right)"),
        ],
        r"\operatorname{..}": [
            (r"\operatorname{sech}(x)", "sech(x)", r"\mathrm{sech}\,x"),
            (r"\operatorname{erf} x", "erf(x)", r"\mathrm{erf}(x)"),
            (r"\operatorname{sinc}(2x)", "sin(2*x)/(2*x)", r"\mathrm{sinc}(2x)"),
        ],
        r"\mathrm{e}": [
            (r"\mathrm{e}^{x}", "exp(x)", "e^{x}"),
            (r"\mathrm{e}x", "e*x", r"e\,x"),
            (r"\mathrm{sin}(x)", "sin(x)", r"\sin x"),
        ],
        "Greek": [
            (r"\alpha x", "alpha*x", r"\alpha\,x"),
            (r"\omega^2 x", "omega**2*x", r"\omega^{2}\,x"),
            (r"2\pi x", "2*pi*x", r"2\pi\,x"),
        ],
        "$...$": [
            ("$x^2$", "x**2", "x^{2}"),
            (r"$\frac{x}{2}$", "x/2", r"\frac{x}{2}"),
            ("$$x + 1$$", "x+1", "x + 1"),
        ],
    },
    "names that Python, SymPy or torch use": {
        "lambda": [
            ("lambda x", "lambda_*x", r"\lambda\,x"),
            ("lambda^2 + x", "lambda_**2 + x", r"\lambda^{2} + x"),
            ("x/lambda", "x/lambda_", r"\frac{x}{\lambda}"),
        ],
        "in": [
            ("in + x", "in_ + x", r"\mathrm{in} + x"),
            ("in x", "in_*x", r"\mathrm{in}\,x"),
            ("x^in", "x**in_", r"x^{\mathrm{in}}"),
        ],
        "is": [
            ("is + x", "is_ + x", r"\mathrm{is} + x"),
            ("is x", "is_*x", r"\mathrm{is}\,x"),
            ("x^is", "x**is_", r"x^{\mathrm{is}}"),
        ],
        "S N O Q I": [
            ("S x + N", "S*x + N", r"S\,x + N"),
            ("O x + Q", "O*x + Q", r"O\,x + Q"),
            ("I x", "I*x", r"I\,x"),
        ],
        "torch np": [
            ("torch x", "torch_*x", r"\mathrm{torch}\,x"),
            ("np x", "np_*x", r"\mathrm{np}\,x"),
            ("torch + np + x", "torch_ + np_ + x", r"\mathrm{torch} + \mathrm{np} + x"),
        ],
        "SIN": [
            ("SIN(x)", "sin(x)", r"\sin x"),
            ("Cos x", "cos(x)", r"\cos x"),
            ("LN x", "log(x)", r"\ln x"),
        ],
    },
}  # fmt: skip
